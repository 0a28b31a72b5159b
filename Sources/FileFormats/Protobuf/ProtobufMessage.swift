/// A message of Protocol Buffers that is being written, as ONNX and TensorBoard have their files: fields one after the
/// other, each a number and a value.
///
/// Source: "Encoding", https://protobuf.dev/programming-guides/encoding/.
public struct ProtobufMessage: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// What follows a field's number.
  private enum WireType: UInt64 {
    case varint = 0
    case eightBytes = 1
    case lengthAndBytes = 2
    case fourBytes = 5
  }

  /// An empty message.
  public init() {}

  /// Adds a whole number.
  public mutating func add(_ field: Int, _ value: Int64) {
    addKey(field, .varint)
    addVarint(UInt64(bitPattern: value))
  }

  /// Adds a number of single precision.
  public mutating func add(_ field: Int, _ value: Float) {
    addKey(field, .fourBytes)
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
  }

  /// Adds a number of double precision.
  public mutating func add(_ field: Int, _ value: Double) {
    addKey(field, .eightBytes)
    bytes += (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
  }

  /// Adds a text.
  public mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }

  /// Adds a message inside of this one.
  public mutating func add(_ field: Int, _ message: ProtobufMessage) { add(field, message.bytes) }

  /// Adds bytes.
  public mutating func add(_ field: Int, _ value: [UInt8]) {
    addKey(field, .lengthAndBytes)
    addVarint(UInt64(value.count))
    bytes += value
  }

  private mutating func addKey(_ field: Int, _ type: WireType) {
    precondition((1..<1 << 29).contains(field), "A field's number is from 1 to 2^29 - 1.")
    addVarint(UInt64(field) << 3 | type.rawValue)
  }

  /// Seven bits a byte, the least significant first; all but the last have the eighth bit set.
  private mutating func addVarint(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
