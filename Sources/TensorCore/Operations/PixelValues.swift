/// The map between the bytes of a picture, 0 ... 255, and the values that networks see, -1 ... 1.
public enum PixelValues {
  /// Half the distance between the least byte and the greatest, which one unit of a value stands for.
  private static let bytesPerUnit: Float = 127.5

  /// The value of a byte. What rounds is the quotient and the difference, in this order: kernels keep to it to the bit.
  public static func value(of byte: UInt8) -> Float { Float(byte) / bytesPerUnit - 1 }

  /// The byte nearest to a value. Those outside -1 ... 1, infinities too, give the nearer end, and what is no number
  /// 255.
  public static func byte(nearest value: Float) -> UInt8 {
    UInt8(max(0, min(255, ((value + 1) * bytesPerUnit).rounded())))
  }

  /// The bytes nearest to a tensor's values, in their order.
  public static func bytes(nearest values: Tensor) -> [UInt8] { values.values.map(byte(nearest:)) }
}

extension ComputeContext {
  /// Writes an image of bytes as their ``PixelValues``.
  public func loadPixels(_ bytes: ArraySlice<UInt8>, into image: Tensor) {
    precondition(bytes.count == image.count)
    bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      kernels.pixelsFromBytes(start, image.pointer, image.count)
    }
  }
}
