/// Pictures as they come from files.
extension ComputeContext {
  /// Writes an image of bytes, 0 ... 255, as values -1 ... 1.
  public func loadPixels(_ bytes: ArraySlice<UInt8>, into image: Tensor) {
    precondition(bytes.count == image.count)
    bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      kernels.pixelsFromBytes(start, image.pointer, image.count)
    }
  }
}
