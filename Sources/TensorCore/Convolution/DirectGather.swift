import KernelInterface

/// ``GatherOperation`` as the sum that defines it: for every output pixel, over its taps and channels in order.
final class DirectGather: Sendable {
  /// A tap of the kernel and where its rows are packed.
  private struct PackedTap {
    var subkernel: GatherPlan.Subkernel
    var position: Int
    var tap: Int
  }

  private let plan: GatherPlan
  private let direction: GatherOperation.Direction
  private let packedTaps: [PackedTap]
  private let packed: TensorStorage
  /// Whether it is given the weights at every call, in place of a packed copy.
  let readsMatrix: Bool

  init(
    _ plan: GatherPlan, _ direction: GatherOperation.Direction, _ weights: PackedWeights, readsMatrix: Bool
  ) {
    self.plan = plan
    self.readsMatrix = readsMatrix
    self.direction = direction
    packedTaps = plan.subkernels.flatMap { subkernel in
      subkernel.taps.enumerated().map { PackedTap(subkernel: subkernel, position: $0.offset, tap: $0.element) }
    }
    packed = weights.storage
  }

  /// Whether the weights of a layer are read as they lie: those of a linear layer with many outputs may be megabytes that
  /// a batch reads once, and a packed copy would go to memory and come back.
  static func readsMatrix(
    _ geometry: ConvolutionGeometry, outputChannels: Int, _ direction: GatherOperation.Direction
  ) -> Bool {
    direction == .rowsToColumns && geometry.kernelSize == 1 && geometry.padding == 0
      && geometry.denseHeight * geometry.denseWidth == 1 && outputChannels > wideChannels
      && outputChannels % simdLanes == 0
  }

  /// Copies the weights into the order of the kernels.
  func pack(_ weights: Tensor, _ context: ComputeContext) {
    let plan = plan
    let packed = packed
    let input = plan.inputChannels
    let output = plan.outputChannels
    // A block of weights for one tap is cut into slabs of input channels, for many workers to share a linear layer.
    let slabs = (input + Self.packChannels - 1) / Self.packChannels
    let (rowStride, columnStride) = direction == .rowsToColumns ? (output, 1) : (1, input)
    let pack = plan.isNarrow ? context.kernels.packNarrow : context.kernels.packBlocks
    let packedTaps = packedTaps
    context.executor.forEach(packedTaps.count * slabs) { index in
      let target = packedTaps[index / slabs]
      let channel = index % slabs * Self.packChannels
      pack(
        PackingOperands(
          source: weights.pointer + target.tap * input * output + channel * rowStride, rowStride: rowStride,
          columnStride: columnStride, rows: min(Self.packChannels, input - channel), columns: output,
          subkernel: packed.pointer + target.subkernel.firstRow * plan.packedColumns,
          firstRow: target.position * input + channel, subkernelRows: target.subkernel.taps.count * input))
    }
  }

  func callAsFunction(
    _ input: Tensor, _ output: Tensor, matrix: Tensor?, bias: Tensor?, before: ImageWork?, after: ImageWork?,
    _ context: ComputeContext
  ) {
    precondition(readsMatrix == (matrix != nil), "weights are packed before they are used")
    precondition(input.shape.imageCount == plan.inputImageStride, "the input has the planned extents")
    precondition(output.shape.imageCount == plan.outputImageStride, "the output has the planned extents")
    precondition(input.shape.images == output.shape.images, "input and output have as many images")
    if plan.isNarrow, before != nil || after != nil, input.shape.images >= 8 * context.executor.runningThreads {
      return gatherImages(input, output, bias: bias, before: before, after: after, context)
    }
    context.run(before, images: input.shape.images)
    gatherRegions(input, output, matrix: matrix, bias: bias, context)
    context.run(after, images: input.shape.images)
  }

  /// Computes a few images at a time, with the work before and after: a layer of few output channels waits for its
  /// input, which is then still in a cache.
  private func gatherImages(
    _ input: Tensor, _ output: Tensor, bias: Tensor?, before: ImageWork?, after: ImageWork?, _ context: ComputeContext
  ) {
    let (plan, kernels) = (plan, context.kernels)
    context.forEachRange(input.shape.images, chunk: Self.narrowImages) { images in
      before?.run(images)
      withOperands(input, output, bias: bias) { operands in
        for region in plan.regions {
          let pixels = region.height * region.width
          kernels.gatherNarrow(
            operands, region,
            GatherShare(
              firstPixel: images.lowerBound * pixels, lastPixel: images.upperBound * pixels, firstChannel: 0,
              lastChannel: plan.outputChannels))
        }
      }
      after?.run(images)
    }
  }

  /// Computes region by region, and the pixels of a region together, for each worker's images: those which it begins with
  /// in other loops, too.
  private func gatherRegions(
    _ input: Tensor, _ output: Tensor, matrix: Tensor?, bias: Tensor?, _ context: ComputeContext
  ) {
    let images = input.shape.images
    let plan = plan
    // A matrix is read but once.
    let chunkPixels =
      readsMatrix ? max(images, 1) : plan.isNarrow ? Self.chunkPixels.narrow : Self.chunkPixels.blocks
    let bands = readsMatrix ? 1 : min(context.executor.runningThreads, max(images, 1))
    let bandImages = (images + bands - 1) / bands
    @Sendable func chunks(_ region: GatherRegion) -> Int {
      (region.height * region.width * bandImages + chunkPixels - 1) / chunkPixels
    }
    // An output does not depend on the slice that it is in, so the slices may depend on the threads.
    let blocks = (plan.outputChannels + blockColumns - 1) / blockColumns
    let slices =
      plan.outputChannels > Self.wideChannels ? context.executor.parts(of: blocks, atMost: Self.sliceBlocks) : 1
    let kernels = context.kernels
    let bandChunks = plan.regions.reduce(0) { $0 + chunks($1) }
    context.executor.forEach(bands * bandChunks * slices) { index in
      let slice = index % slices
      let band = index / slices / bandChunks
      var chunkIndex = index / slices % bandChunks
      var regionIndex = 0
      while chunkIndex >= chunks(plan.regions[regionIndex]) {
        chunkIndex -= chunks(plan.regions[regionIndex])
        regionIndex += 1
      }
      let region = plan.regions[regionIndex]
      let pixels = region.height * region.width
      let first = band * bandImages * pixels + chunkIndex * chunkPixels
      let last = min(first + chunkPixels, min((band + 1) * bandImages, images) * pixels)
      // The last band may have fewer images.
      if first >= last { return }
      // The panel behind this one, which in a layer of one region is needed next.
      let panel = (matrix == nil ? region.weightRows : 1) * kernels.tile.columns
      let ahead = plan.regions.count == 1 ? panel : 0
      withOperands(input, output, matrix: matrix, bias: bias, ahead: ahead) { operands in
        let share = GatherShare(
          firstPixel: first, lastPixel: last, firstChannel: slice * blocks / slices * blockColumns,
          lastChannel: min((slice + 1) * blocks / slices * blockColumns, plan.outputChannels))
        if plan.isNarrow {
          kernels.gatherNarrow(operands, region, share)
        } else {
          kernels.gather(operands, region, share)
        }
      }
    }
  }

  private func withOperands(
    _ input: Tensor, _ output: Tensor, matrix: Tensor? = nil, bias: Tensor?, ahead: Int = 0,
    _ body: (GatherOperands) -> Void
  ) {
    plan.runs.withUnsafeBufferPointer { runs in
      guard let runs = runs.baseAddress else { return }
      body(
        GatherOperands(
          input: input.pointer, output: output.pointer, weights: matrix?.pointer ?? packed.pointer,
          weightRowStride: matrix == nil ? 0 : plan.outputChannels, runs: runs, ahead: ahead,
          inputImageStride: plan.inputImageStride, outputImageStride: plan.outputImageStride,
          outputChannels: plan.outputChannels, epilogue: Epilogue(bias: bias.map { UnsafePointer($0.pointer) })))
    }
  }

  /// Images that one worker computes at a time.
  private static let narrowImages = 2
  /// Input channels that one worker packs at a time.
  private static let packChannels = 16
  /// Pixels, a multiple of every tile's rows, that one worker computes at a time: enough work to hide the hand-out, little
  /// enough to share a small layer.
  private static let chunkPixels = (narrow: 240, blocks: 96)
  /// Output channels that are not shared out, at most, and the blocks of more that one worker computes at a time.
  private static let wideChannels = 8 * blockColumns
  private static let sliceBlocks = 4
}
