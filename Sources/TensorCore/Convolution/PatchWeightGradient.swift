import KernelInterface

/// ``WeightGradientOperation`` between pictures and a grid of many channels: the values under a row of the kernel, which
/// lie side by side, are the rows of one matrix of gradients.
///
/// The order of every sum depends on shapes alone: some images' are summed at a time, and those sums then in order.
struct PatchWeightGradient {
  private let grids: PictureGrids
  /// Whether the pictures are the layer's input, not its output.
  private let inputIsPictures: Bool
  /// Stretches of strided columns, which meet the same taps of a row of the kernel.
  private let segments: [AxisSegment]

  /// Plans the gradient of a convolution, whose input is dense, or of a transposed one.
  init(_ grids: PictureGrids, inputIsDense: Bool) {
    self.grids = grids
    inputIsPictures = inputIsDense != grids.isMirrored
    segments = grids.geometry.horizontal.gatherFromDense().flatMap(\.segments)
  }

  /// Parts of a batch that workers sum: more than there will be of them, so that all have work.
  private static let parts = 16

  /// Floats of a part's sums, as `[value of the patch][channel of the many]`.
  private var sums: Int { grids.patch * grids.manyChannels }
  /// Floats of shared memory.
  var shared: Int { Self.parts * sums }

  /// Adds the gradient over all images to `gradient`.
  func callAsFunction(input: Tensor, outputGradient: Tensor, gradient: Tensor, _ context: ComputeContext) {
    precondition(gradient.count == sums && input.shape.images == outputGradient.shape.images)
    let (pictures, many) = inputIsPictures ? (input, outputGradient) : (outputGradient, input)
    precondition(pictures.shape.channels == grids.pictureChannels && many.shape.channels == grids.manyChannels)
    let images = input.shape.images
    let parts = min(images, Self.parts)
    let shared = context.workspace.shared(shared)
    let (count, kernels) = (sums, context.kernels)
    context.executor.forEach(parts) { part in
      let sums = shared.pointer + part * count
      sums.update(repeating: 0, count: count)
      for image in part * images / parts..<(part + 1) * images / parts {
        add(
          pictures.pointer + image * pictures.shape.imageCount, many.pointer + image * many.shape.imageCount, to: sums,
          kernels)
      }
    }
    for part in 1..<max(1, parts) { kernels.addScaled(shared.pointer + part * count, 1, shared.pointer, count) }
    finish(shared.pointer, gradient, kernels)
  }

  /// Adds an image's part.
  private func add(
    _ picture: UnsafePointer<Float>, _ many: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>,
    _ kernels: KernelTable
  ) {
    let (geometry, channels) = (grids.geometry, grids.manyChannels)
    let row = geometry.denseWidth * grids.pictureChannels
    let operands = WeightGradientOperands(
      a: .init(
        origin: picture, imageStride: 0, rowStride: geometry.stride * row,
        pixelStride: geometry.stride * grids.pictureChannels),
      b: .init(origin: many, imageStride: 0, rowStride: geometry.stridedWidth * channels, pixelStride: channels),
      images: 1, height: geometry.stridedHeight, chunkImages: 1,
      chunkRows: DirectWeightGradient.chunkRows(geometry), gradient: sums, gradientRowStride: channels,
      gradientColumnStride: 1)
    for tap in 0..<geometry.kernelSize {
      let lines = geometry.vertical.stridedRange(tap: tap)
      for segment in segments where !lines.isEmpty && !segment.taps.isEmpty {
        let tap = WeightGradientTap(
          aOffset: (tap - geometry.padding.top) * row + segment.firstInput * grids.pictureChannels,
          bOffset: segment.firstOutput * channels, firstRow: lines.lowerBound, lastRow: lines.upperBound,
          width: segment.outputCount,
          gradientOffset: (tap * geometry.kernelSize + segment.taps.lowerBound) * grids.pictureChannels * channels)
        withUnsafePointer(to: tap) { tap in
          for first in stride(from: 0, to: channels, by: blockColumns) {
            kernels.weightGradient(
              operands,
              WeightGradientShare(
                taps: tap, tapCount: 1, firstRow: 0, rows: segment.taps.count * grids.pictureChannels,
                firstColumn: first, columns: min(blockColumns, channels - first)))
          }
        }
      }
    }
  }

  /// Adds the sums to the gradient, `[tap][input channel][output channel]`.
  private func finish(_ sums: UnsafePointer<Float>, _ gradient: Tensor, _ kernels: KernelTable) {
    let (few, many) = (grids.pictureChannels, grids.manyChannels)
    let taps = grids.geometry.taps
    for tap in 0..<taps {
      let from = sums + tap * few * many
      let to = gradient.pointer + (grids.isMirrored ? taps - 1 - tap : tap) * few * many
      if inputIsPictures {
        kernels.addScaled(from, 1, to, few * many)
      } else {
        for channel in 0..<many {
          for colour in 0..<few { to[channel * few + colour] += from[colour * many + channel] }
        }
      }
    }
  }
}
