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

  init(_ plan: GatherPlan, _ direction: GatherOperation.Direction, _ weights: PackedWeights) {
    self.plan = plan
    self.direction = direction
    packedTaps = plan.subkernels.flatMap { subkernel in
      subkernel.taps.enumerated().map { PackedTap(subkernel: subkernel, position: $0.offset, tap: $0.element) }
    }
    packed = weights.storage
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
    _ input: Tensor, _ output: Tensor, bias: Tensor?, before: ImageWork?, after: ImageWork?, _ context: ComputeContext
  ) {
    precondition(input.shape.imageCount == plan.inputImageStride, "the input has the planned extents")
    precondition(output.shape.imageCount == plan.outputImageStride, "the output has the planned extents")
    precondition(input.shape.images == output.shape.images, "input and output have as many images")
    if plan.isNarrow, before != nil || after != nil, input.shape.images >= 8 * context.executor.runningThreads {
      return gatherImages(input, output, bias: bias, before: before, after: after, context)
    }
    context.run(before, images: input.shape.images)
    gatherRegions(input, output, bias: bias, context)
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

  /// Computes region by region, and the pixels of a region together.
  private func gatherRegions(_ input: Tensor, _ output: Tensor, bias: Tensor?, _ context: ComputeContext) {
    let images = input.shape.images
    let plan = plan
    let chunk = Self.chunk(plan)
    @Sendable func chunks(_ region: GatherRegion) -> Int {
      (region.height * region.width * images + chunk.pixels - 1) / chunk.pixels
    }
    let slices = (plan.outputChannels + chunk.channels - 1) / chunk.channels
    let kernels = context.kernels
    context.executor.forEach(plan.regions.reduce(0) { $0 + chunks($1) } * slices) { index in
      let slice = index % slices
      var chunkIndex = index / slices
      var regionIndex = 0
      while chunkIndex >= chunks(plan.regions[regionIndex]) {
        chunkIndex -= chunks(plan.regions[regionIndex])
        regionIndex += 1
      }
      let region = plan.regions[regionIndex]
      let first = chunkIndex * chunk.pixels
      let last = min(first + chunk.pixels, region.height * region.width * images)
      // The panel behind this one, which in a layer of one region is needed next.
      let ahead = plan.regions.count == 1 ? region.weightRows * kernels.tile.columns : 0
      withOperands(input, output, bias: bias, ahead: ahead) { operands in
        let channel = slice * chunk.channels
        let share = GatherShare(
          firstPixel: first, lastPixel: last, firstChannel: channel,
          lastChannel: min(channel + chunk.channels, plan.outputChannels))
        if plan.isNarrow {
          kernels.gatherNarrow(operands, region, share)
        } else {
          kernels.gather(operands, region, share)
        }
      }
    }
  }

  private func withOperands(
    _ input: Tensor, _ output: Tensor, bias: Tensor?, ahead: Int = 0, _ body: (GatherOperands) -> Void
  ) {
    plan.runs.withUnsafeBufferPointer { runs in
      guard let runs = runs.baseAddress else { return }
      body(
        GatherOperands(
          input: input.pointer, output: output.pointer, weights: packed.pointer, runs: runs, ahead: ahead,
          inputImageStride: plan.inputImageStride, outputImageStride: plan.outputImageStride,
          outputChannels: plan.outputChannels, epilogue: Epilogue(bias: bias.map { UnsafePointer($0.pointer) })))
    }
  }

  /// Images that one worker computes at a time.
  private static let narrowImages = 2
  /// Input channels that one worker packs at a time.
  private static let packChannels = 16

  /// Pixels, a multiple of every tile's rows, and output channels, a multiple of a block, that one worker computes at a
  /// time: enough work to hide the hand-out, little enough to share a small layer.
  private static func chunk(_ plan: GatherPlan) -> (pixels: Int, channels: Int) {
    let channels = plan.outputChannels > 8 * blockColumns ? 4 * blockColumns : plan.outputChannels
    return (plan.isNarrow ? 240 : 96, channels)
  }
}
