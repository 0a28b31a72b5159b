/// Numbers of one type in any number of dimensions, as NumPy has them.
public struct NumberArray: Equatable, Sendable {
  /// The type of every number.
  public let type: NumberType
  /// The lengths of the dimensions, the last of which varies fastest; none for a single number.
  public let shape: [Int]
  /// The numbers one after the other, the least significant byte of each first.
  public let bytes: [UInt8]

  /// Puts an array together.
  /// - Parameters:
  ///   - type: The type of every number.
  ///   - shape: The lengths of the dimensions.
  ///   - bytes: Exactly as many bytes as the numbers take, in the order of ``bytes``.
  public init(type: NumberType, shape: [Int], bytes: [UInt8]) {
    precondition(
      (shape + [type.size]).checkedProduct() == bytes.count, "The dimensions do not fit the number of bytes.")
    self.type = type
    self.shape = shape
    self.bytes = bytes
  }

  /// An array of unsigned bytes.
  public init(shape: [Int], _ bytes: [UInt8]) { self.init(type: .unsigned8, shape: shape, bytes: bytes) }

  /// An array of 32-bit floating-point numbers.
  public init(shape: [Int], _ values: [Float]) {
    let bytes = [UInt8](unsafeUninitializedCapacity: 4 * values.count) { buffer, count in
      for (place, value) in values.enumerated() {
        UnsafeMutableRawBufferPointer(buffer).storeBytes(
          of: value.bitPattern.littleEndian, toByteOffset: 4 * place, as: UInt32.self)
      }
      count = 4 * values.count
    }
    self.init(type: .float32, shape: shape, bytes: bytes)
  }

  /// An array of 64-bit integers.
  public init(shape: [Int], _ values: [Int64]) {
    var bytes: [UInt8] = []
    for value in values { bytes.appendLittleEndian(Int(value), size: 8) }
    self.init(type: .signed64, shape: shape, bytes: bytes)
  }

  /// Numbers in the array.
  public var count: Int { bytes.count / type.size }

  /// The dimensions for a message, such as `60000 x 28 x 28`.
  public var shapeText: String { shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: " x ") }

  /// The same numbers in other dimensions of the same product.
  public func reshaped(_ shape: [Int]) -> NumberArray { NumberArray(type: type, shape: shape, bytes: bytes) }
}
