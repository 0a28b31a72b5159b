import KernelInterface

/// Counts through the pixels of a region: columns, then rows, then images.
struct PixelPosition {
  var image: Int
  var row: Int
  var column: Int

  @inline(__always)
  init(pixel: Int, region: GatherRegion) {
    let pixels = region.height * region.width
    image = pixel / pixels
    row = (pixel % pixels) / region.width
    column = pixel % region.width
  }

  @inline(__always)
  mutating func advance(_ region: GatherRegion) {
    column += 1
    if column == region.width {
      column = 0
      row += 1
      if row == region.height {
        row = 0
        image += 1
      }
    }
  }

  /// Where the pixel's taps begin.
  @inline(__always)
  func input(_ operands: GatherOperands, _ region: GatherRegion) -> UnsafePointer<Float> {
    operands.input + image * operands.inputImageStride + region.inputOrigin + row * region.inputRowStride
      + column * region.inputPixelStride
  }

  /// Where the pixel's output channels are written.
  @inline(__always)
  func output(_ operands: GatherOperands, _ region: GatherRegion) -> UnsafeMutablePointer<Float> {
    operands.output + image * operands.outputImageStride + region.outputOrigin + row * region.outputRowStride
      + column * region.outputPixelStride
  }
}
