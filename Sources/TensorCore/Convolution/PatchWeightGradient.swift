import KernelInterface

/// ``WeightGradientOperation`` between pictures in colour and a grid of many channels: the values under a row of the
/// kernel, which lie side by side, are the rows of one matrix of gradients.
///
/// The order of every sum depends on shapes alone: some images' are summed at a time, and those sums then in order.
struct PatchWeightGradient {
  private let grids: ColourGrids
  private let inputIsDense: Bool
  /// Stretches of strided columns, which meet the same taps of a row of the kernel.
  private let segments: [AxisSegment]

  /// Plans the gradient of a convolution, whose input is dense, or of a transposed one.
  init(_ grids: ColourGrids, inputIsDense: Bool) {
    self.grids = grids
    self.inputIsDense = inputIsDense
    segments = grids.geometry.horizontal.gatherFromDense().flatMap(\.segments)
  }

  /// Parts of a batch that workers sum: more than there will be of them, so that all have work.
  private static let parts = 16

  /// Floats of a part's sums, as `[value of the patch][strided channel]`.
  private var sums: Int { grids.patch * grids.stridedChannels }
  /// Floats of shared memory.
  var shared: Int { Self.parts * sums }

  /// Adds the gradient over all images to `gradient`.
  func callAsFunction(input: Tensor, outputGradient: Tensor, gradient: Tensor, _ context: ComputeContext) {
    precondition(gradient.count == sums && input.shape.images == outputGradient.shape.images)
    let (dense, strided) = inputIsDense ? (input, outputGradient) : (outputGradient, input)
    precondition(dense.shape.channels == grids.denseChannels && strided.shape.channels == grids.stridedChannels)
    let images = input.shape.images
    let parts = min(images, Self.parts)
    let shared = context.workspace.shared(shared)
    let (count, kernels) = (sums, context.kernels)
    context.executor.forEach(parts) { part in
      let sums = shared.pointer + part * count
      sums.update(repeating: 0, count: count)
      for image in part * images / parts..<(part + 1) * images / parts {
        add(
          dense.pointer + image * dense.shape.imageCount, strided.pointer + image * strided.shape.imageCount, to: sums,
          kernels)
      }
    }
    for part in 1..<max(1, parts) { kernels.addScaled(shared.pointer + part * count, 1, shared.pointer, count) }
    finish(shared.pointer, gradient, kernels)
  }

  /// Adds an image's part.
  private func add(
    _ dense: UnsafePointer<Float>, _ strided: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>,
    _ kernels: KernelTable
  ) {
    let (geometry, channels) = (grids.geometry, grids.stridedChannels)
    let row = geometry.denseWidth * grids.denseChannels
    let operands = WeightGradientOperands(
      a: .init(
        origin: dense, imageStride: 0, rowStride: geometry.stride * row,
        pixelStride: geometry.stride * grids.denseChannels),
      b: .init(origin: strided, imageStride: 0, rowStride: geometry.stridedWidth * channels, pixelStride: channels),
      images: 1, height: geometry.stridedHeight, chunkImages: 1,
      chunkRows: DirectWeightGradient.chunkRows(geometry), gradient: sums, gradientRowStride: channels,
      gradientColumnStride: 1)
    for tap in 0..<geometry.kernelSize {
      let lines = geometry.vertical.stridedRange(tap: tap)
      for segment in segments where !lines.isEmpty && !segment.taps.isEmpty {
        let tap = WeightGradientTap(
          aOffset: (tap - geometry.padding.top) * row + segment.firstInput * grids.denseChannels,
          bOffset: segment.firstOutput * channels, firstRow: lines.lowerBound, lastRow: lines.upperBound,
          width: segment.outputCount,
          gradientOffset: (tap * geometry.kernelSize + segment.taps.lowerBound) * grids.denseChannels * channels)
        withUnsafePointer(to: tap) { tap in
          for first in stride(from: 0, to: channels, by: blockColumns) {
            kernels.weightGradient(
              operands,
              WeightGradientShare(
                taps: tap, tapCount: 1, firstRow: 0, rows: segment.taps.count * grids.denseChannels,
                firstColumn: first, columns: min(blockColumns, channels - first)))
          }
        }
      }
    }
  }

  /// Adds the sums to the gradient, `[tap][input channel][output channel]`.
  private func finish(_ sums: UnsafePointer<Float>, _ gradient: Tensor, _ kernels: KernelTable) {
    if inputIsDense { return kernels.addScaled(sums, 1, gradient.pointer, gradient.count) }
    let (few, many) = (grids.denseChannels, grids.stridedChannels)
    for tap in 0..<grids.geometry.taps {
      let (from, to) = (sums + tap * few * many, gradient.pointer + tap * few * many)
      for channel in 0..<many {
        for colour in 0..<few { to[channel * few + colour] += from[colour * many + channel] }
      }
    }
  }
}
