/// The values of a tensor in one of the types that this module reads and writes.
public enum TensorData: Equatable, Sendable {
  /// IEEE 754 single precision (`F32`).
  case float32([Float])
  /// 64-bit integers in two's complement (`I64`).
  case int64([Int64])

  /// Number of values.
  public var count: Int {
    switch self {
    case .float32(let values): values.count
    case .int64(let values): values.count
    }
  }

  /// The type of the values.
  var elementType: SafetensorsElementType {
    switch self {
    case .float32: .float32
    case .int64: .int64
    }
  }

  /// The place of the first value that is infinite or not a number.
  func findFirstNonFinite() -> Int? {
    switch self {
    case .float32(let values): values.withUnsafeBufferPointer { $0.findFirstNonFinite() }
    case .int64: nil
    }
  }

  /// Calls `body` with the bytes of all values, little-endian as the format demands and as every processor that this
  /// package supports keeps them.
  func withBytes(_ body: (RawSpan) throws -> Void) rethrows {
    switch self {
    case .float32(let values): try body(values.span.bytes)
    case .int64(let values): try body(values.span.bytes)
    }
  }
}

/// A type of values, by its name in the header.
public enum SafetensorsElementType: String, Sendable {
  /// ``TensorData/float32(_:)``.
  case float32 = "F32"
  /// ``TensorData/int64(_:)``.
  case int64 = "I64"

  /// Bytes a value, which are its alignment too.
  var size: Int {
    switch self {
    case .float32: 4
    case .int64: 8
    }
  }
}

/// A named tensor of a safetensors file.
public struct SafetensorsTensor: Equatable, Sendable {
  /// The name, unique in the file.
  public let name: String
  /// The length of each dimension, the slowest first; none for a single number.
  public let shape: [Int]
  /// The values in row-major order, as many as the product of `shape`.
  public let data: TensorData

  /// Puts a tensor together; what does not fit is found when the file is written.
  public init(name: String, shape: [Int], data: TensorData) {
    self.name = name
    self.shape = shape
    self.data = data
  }
}

/// A tensor to be written whose values are asked for one tensor at a time, so that no second copy of all of them is in
/// memory.
public struct SafetensorsSource {
  /// The name, unique in the file.
  public let name: String
  /// The length of each dimension, the slowest first; none for a single number.
  public let shape: [Int]
  /// The type of the values.
  public let elementType: SafetensorsElementType
  /// Gives the values in row-major order, the same at every call.
  public let read: () -> TensorData

  /// Puts a tensor together; what does not fit is found when the file is written.
  public init(
    name: String, shape: [Int], elementType: SafetensorsElementType, read: @escaping () -> TensorData
  ) {
    self.name = name
    self.shape = shape
    self.elementType = elementType
    self.read = read
  }

  /// A tensor that is in memory already.
  init(_ tensor: SafetensorsTensor) {
    self.init(name: tensor.name, shape: tensor.shape, elementType: tensor.data.elementType) { tensor.data }
  }
}

extension UnsafeBufferPointer<Float> {
  /// The place of the first value that is infinite or not a number, if there is one.
  func findFirstNonFinite() -> Int? {
    // The greatest magnitude of many is found without a branch for each, and so many at a time.
    var greatest: UInt32 = 0
    for index in indices { greatest = Swift.max(greatest, self[index].magnitude.bitPattern) }
    return greatest < Float.infinity.bitPattern ? nil : firstIndex { !$0.isFinite }
  }
}
