import KernelInterface

/// ``GatherOperation`` from many channels of the strided grid to the few of pictures: the gather kernel makes
/// every strided pixel's patch, as a matrix product, and the patches are added up where they overlap.
///
/// The order of every sum depends on shapes alone.
final class PatchGather: Sendable {
  private let grids: PictureGrids
  private let direction: GatherOperation.Direction
  /// Weights, packed for the gather kernel: strided channels by the values of a patch.
  private let packed: TensorStorage

  init(_ grids: PictureGrids, _ direction: GatherOperation.Direction, _ weights: PackedWeights) {
    self.grids = grids
    self.direction = direction
    packed = weights.storage
  }

  /// Floats of packed weights.
  static func packedCount(_ grids: PictureGrids) -> Int { grids.manyChannels * grids.paddedPatch }
  /// Floats of each worker: the patches of some rows, and a picture with its padding.
  static func scratch(_ grids: PictureGrids) -> Int { patches(grids) + grids.paddedHeight * bufferRow(grids) }

  private static func rows(_ grids: PictureGrids) -> Int {
    min(grids.geometry.stridedHeight, max(1, partPixels / grids.geometry.stridedWidth))
  }
  private static func patches(_ grids: PictureGrids) -> Int {
    rows(grids) * grids.geometry.stridedWidth * grids.paddedPatch
  }
  private static func bufferRow(_ grids: PictureGrids) -> Int { grids.paddedWidth * grids.pictureChannels }

  /// Strided pixels whose patches are made at a time, about: few enough for the first-level cache.
  private static let partPixels = 96

  /// Copies the weights into the order of the kernels.
  func pack(_ weights: Tensor, _ context: ComputeContext) {
    let (grids, packed) = (grids, packed)
    let (rows, columns, channels) = (grids.manyChannels, grids.paddedPatch, grids.pictureChannels)
    // Weights are stored as [tap][row][column], so a value of the patch is a tap's column or row.
    let (rowStride, channelStride) = direction == .rowsToColumns ? (channels, 1) : (1, rows)
    let panel = context.kernels.tile.columns
    context.forEachRange(rows, chunk: Self.packRows) { part in
      for first in stride(from: 0, to: columns, by: panel) {
        let width = min(panel, columns - first)
        for row in part {
          let target = packed.pointer + first * rows + row * width
          for column in first..<first + width {
            let tap = column / channels
            target[column - first] =
              column < grids.patch
              ? weights.pointer[tap * rows * channels + row * rowStride + column % channels * channelStride] : 0
          }
        }
      }
    }
  }

  private static let packRows = 16

  /// Writes the output of every image, with `bias` added if there is one.
  func callAsFunction(
    _ input: Tensor, _ output: Tensor, bias: Tensor?, before: ImageWork?, after: ImageWork?, _ context: ComputeContext
  ) {
    let (grids, kernels) = (grids, context.kernels)
    let geometry = grids.geometry
    precondition(input.shape.imageCount == geometry.stridedHeight * geometry.stridedWidth * grids.manyChannels)
    precondition(output.shape.imageCount == geometry.denseHeight * geometry.denseWidth * grids.pictureChannels)
    precondition(input.shape.images == output.shape.images, "input and output have as many images")
    let scratch = context.workspace.forEachWorker(Self.scratch(grids))
    context.executor.forEach(input.shape.images) { image, worker in
      before?.run(image..<image + 1)
      let patches = scratch[worker].pointer
      let picture = patches + Self.patches(grids)
      fill(picture, bias)
      let rows = Self.rows(grids)
      for row in stride(from: 0, to: geometry.stridedHeight, by: rows) {
        let part = row..<min(row + rows, geometry.stridedHeight)
        multiply(
          input.pointer + image * input.shape.imageCount, part, to: patches, kernels)
        for (index, row) in part.enumerated() {
          kernels.addPatches(
            PatchOperands(
              patches: patches + index * geometry.stridedWidth * grids.paddedPatch, patchStride: grids.paddedPatch,
              pixels: geometry.stridedWidth, rows: geometry.kernelSize, columns: grids.patchRow,
              apart: (geometry.kernelSize + geometry.stride - 1) / geometry.stride,
              picture: picture + row * geometry.stride * Self.bufferRow(grids), rowStride: Self.bufferRow(grids),
              pixelStride: geometry.stride * grids.pictureChannels))
        }
      }
      crop(picture, to: output.pointer + image * output.shape.imageCount)
      after?.run(image..<image + 1)
    }
  }

  /// Begins every sum of a picture with its bias.
  private func fill(_ picture: UnsafeMutablePointer<Float>, _ bias: Tensor?) {
    let count = grids.paddedHeight * Self.bufferRow(grids)
    guard let bias else { return picture.update(repeating: 0, count: count) }
    for index in 0..<count { picture[index] = bias[index % grids.pictureChannels] }
  }

  /// Makes the patches of some rows of an image.
  private func multiply(
    _ image: UnsafePointer<Float>, _ rows: Range<Int>, to patches: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    let (channels, width) = (grids.manyChannels, grids.geometry.stridedWidth)
    let count = rows.count * width
    let run = GatherRun(inputOffset: 0, weightRow: 0, length: channels)
    withUnsafePointer(to: run) { run in
      kernels.gather(
        GatherOperands(
          input: image + rows.lowerBound * width * channels, output: patches, weights: packed.pointer, runs: run,
          inputImageStride: 0, outputImageStride: 0, outputChannels: grids.paddedPatch, epilogue: Epilogue()),
        GatherRegion(
          height: 1, width: count, inputOrigin: 0, inputRowStride: 0, inputPixelStride: channels, outputOrigin: 0,
          outputRowStride: 0, outputPixelStride: grids.paddedPatch, firstRun: 0, runCount: 1, weightOrigin: 0,
          weightRows: channels),
        GatherShare(firstPixel: 0, lastPixel: count, firstChannel: 0, lastChannel: grids.paddedPatch))
    }
  }

  /// Copies a picture without its padding.
  private func crop(_ picture: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>) {
    let (geometry, row) = (grids.geometry, Self.bufferRow(grids))
    let width = geometry.denseWidth * grids.pictureChannels
    let origin = picture + geometry.padding.top * row + geometry.padding.left * grids.pictureChannels
    for index in 0..<geometry.denseHeight {
      (output + index * width).update(from: origin + index * row, count: width)
    }
  }
}
