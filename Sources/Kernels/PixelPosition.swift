import KernelInterface

/// Counts through the pixels of a region: columns, then rows, then images.
struct PixelPosition {
  /// Where the pixel's taps begin.
  private(set) var input: UnsafePointer<Float>
  /// Where the pixel's output channels are written.
  private(set) var output: UnsafeMutablePointer<Float>
  private var row: Int
  private var column: Int

  @inline(__always)
  init(pixel: Int, _ operands: GatherOperands, _ region: GatherRegion) {
    let pixels = region.height * region.width
    let image = pixel / pixels
    row = (pixel % pixels) / region.width
    column = pixel % region.width
    input =
      operands.input + image * operands.inputImageStride + region.inputOrigin + row * region.inputRowStride
      + column * region.inputPixelStride
    output =
      operands.output + image * operands.outputImageStride + region.outputOrigin + row * region.outputRowStride
      + column * region.outputPixelStride
  }

  /// Goes on to the next pixel, by additions alone: a tile of few taps costs little more than its positions.
  @inline(__always)
  mutating func advance(_ operands: GatherOperands, _ region: GatherRegion) {
    column += 1
    input += region.inputPixelStride
    output += region.outputPixelStride
    if column < region.width { return }
    column = 0
    row += 1
    input += region.inputRowStride - region.width * region.inputPixelStride
    output += region.outputRowStride - region.width * region.outputPixelStride
    if row < region.height { return }
    row = 0
    input += operands.inputImageStride - region.height * region.inputRowStride
    output += operands.outputImageStride - region.height * region.outputRowStride
  }
}
