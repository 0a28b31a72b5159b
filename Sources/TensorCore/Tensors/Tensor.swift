/// A handle on NHWC float32 values in planned memory.
///
/// Copies of the handle share the values: layers allocate their tensors once and every step writes them anew. A tensor
/// may be a window on the first images of a larger one, or on a stretch of a flat buffer of parameters.
public struct Tensor: Sendable {
  /// The extents.
  public let shape: Shape
  package let storage: TensorStorage
  package let offset: Int

  /// Allocates a tensor of zeros.
  public init(_ shape: Shape) {
    self.init(shape, storage: TensorStorage(count: shape.count), offset: 0)
  }

  /// Allocates a vector of zeros.
  public init(count: Int) {
    self.init(Shape(channels: count))
  }

  package init(_ shape: Shape, storage: TensorStorage, offset: Int) {
    precondition(offset >= 0 && offset + shape.count <= storage.count, "a tensor lies inside its storage")
    self.shape = shape
    self.storage = storage
    self.offset = offset
  }

  /// Values in the tensor.
  public var count: Int { shape.count }

  package var pointer: UnsafeMutablePointer<Float> { storage.pointer + offset }

  /// A window on the first images.
  public func prefix(images: Int) -> Tensor {
    precondition(images <= shape.images, "a window does not exceed its tensor")
    return Tensor(shape.with(images: images), storage: storage, offset: offset)
  }

  /// The same values under other extents.
  public func reshaped(_ shape: Shape) -> Tensor {
    precondition(shape.count == count, "reshaping keeps the number of values")
    return Tensor(shape, storage: storage, offset: offset)
  }

  /// A window on `shape.count` values from `start`.
  public func window(start: Int, shape: Shape) -> Tensor {
    precondition(start >= 0 && start + shape.count <= count, "a window does not exceed its tensor")
    return Tensor(shape, storage: storage, offset: offset + start)
  }

  /// A copy of the values in memory order. Assigning writes them; the number must be ``count``.
  public var values: [Float] {
    get { Array(UnsafeBufferPointer(start: pointer, count: count)) }
    nonmutating set {
      precondition(newValue.count == count, "an assignment gives every value")
      newValue.withUnsafeBufferPointer { pointer.update(from: $0.baseAddress!, count: count) }
    }
  }

  /// Writes the values of a tensor of as many, without allocating.
  public func copy(from other: Tensor) {
    precondition(other.count == count, "a copy has as many values")
    pointer.update(from: other.pointer, count: count)
  }

  /// The value at a position in memory order.
  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "an index lies inside the tensor")
      return pointer[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "an index lies inside the tensor")
      pointer[index] = newValue
    }
  }

  /// Hands out the values for writing in place, without a copy.
  package func withMutableValues<Result>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> Result) rethrows
    -> Result
  {
    try body(UnsafeMutableBufferPointer(start: pointer, count: count))
  }
}
