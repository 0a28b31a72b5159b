/// The types of numbers that arrays on disk have. The raw values are NumPy's names for them, without the order of the
/// bytes.
public enum NumberType: String, CaseIterable, Equatable, Sendable {
  /// A byte, which is 0 or 1.
  case boolean = "b1"
  /// Whole numbers with a sign.
  case signed8 = "i1"
  case signed16 = "i2"
  case signed32 = "i4"
  case signed64 = "i8"
  /// Whole numbers from 0.
  case unsigned8 = "u1"
  case unsigned16 = "u2"
  case unsigned32 = "u4"
  case unsigned64 = "u8"
  /// Floating-point numbers of IEEE 754.
  case float16 = "f2"
  case float32 = "f4"
  case float64 = "f8"

  /// Bytes a number.
  public var size: Int {
    switch self {
    case .boolean, .signed8, .unsigned8: 1
    case .signed16, .unsigned16, .float16: 2
    case .signed32, .unsigned32, .float32: 4
    case .signed64, .unsigned64, .float64: 8
    }
  }

  /// Whether the numbers can have fractions.
  public var isFloatingPoint: Bool { self == .float16 || self == .float32 || self == .float64 }

  /// What a message calls the numbers, in the plural.
  public var description: String {
    switch self {
    case .boolean: "truth values"
    case .signed8: "signed bytes"
    case .unsigned8: "unsigned bytes"
    case .signed16, .signed32, .signed64: "signed \(8 * size)-bit integers"
    case .unsigned16, .unsigned32, .unsigned64: "unsigned \(8 * size)-bit integers"
    case .float16, .float32, .float64: "\(8 * size)-bit floating-point numbers"
    }
  }
}
