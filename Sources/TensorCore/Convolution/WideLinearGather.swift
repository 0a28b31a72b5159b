import KernelInterface

/// ``GatherOperation`` of a linear layer with many outputs, whose weights may be megabytes that a batch reads once: the
/// gather kernel takes them as they lie, since a packed copy would go to memory and come back.
struct WideLinearGather {
  private let inputChannels: Int
  private let outputChannels: Int

  /// Plans the layer; `nil` if it is another one, or not wide.
  init?(
    _ geometry: ConvolutionGeometry, inputChannels: Int, outputChannels: Int, direction: GatherOperation.Direction
  ) {
    guard direction == .rowsToColumns, geometry.kernelSize == 1, geometry.padding == 0,
      geometry.denseHeight * geometry.denseWidth == 1, outputChannels > Self.narrowOutputs,
      outputChannels % simdLanes == 0
    else { return nil }
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
  }

  /// Outputs, at most, of a layer that is not wide.
  private static let narrowOutputs = 8 * blockColumns
  /// Blocks of output channels, at most, that one worker computes at a time.
  private static let sliceBlocks = 4

  /// Writes the output of every image, with `bias` added if there is one.
  func callAsFunction(
    _ weights: Tensor, _ input: Tensor, _ output: Tensor, bias: Tensor?, before: ImageWork?, after: ImageWork?,
    _ context: ComputeContext
  ) {
    precondition(weights.count == inputChannels * outputChannels, "the weights have the planned extents")
    precondition(input.shape.imageCount == inputChannels, "the input has the planned extents")
    precondition(output.shape.imageCount == outputChannels, "the output has the planned extents")
    precondition(input.shape.images == output.shape.images, "input and output have as many images")
    let images = input.shape.images
    context.run(before, images: images)
    let (kernels, inputChannels, outputChannels) = (context.kernels, inputChannels, outputChannels)
    let blocks = (outputChannels + blockColumns - 1) / blockColumns
    // An output does not depend on the slice that it is in, so the slices may depend on the threads.
    let slices = context.executor.parts(of: blocks, atMost: Self.sliceBlocks)
    let region = GatherRegion(
      height: 1, width: 1, inputOrigin: 0, inputRowStride: 0, inputPixelStride: inputChannels, outputOrigin: 0,
      outputRowStride: 0, outputPixelStride: outputChannels, firstRun: 0, runCount: 1, weightOrigin: 0,
      weightRows: inputChannels)
    context.executor.forEach(slices) { slice in
      let share = GatherShare(
        firstPixel: 0, lastPixel: images, firstChannel: slice * blocks / slices * blockColumns,
        lastChannel: min((slice + 1) * blocks / slices * blockColumns, outputChannels))
      withUnsafePointer(to: GatherRun(inputOffset: 0, weightRow: 0, length: inputChannels)) { run in
        let operands = GatherOperands(
          input: input.pointer, output: output.pointer, weights: weights.pointer, weightRowStride: outputChannels,
          runs: run, ahead: kernels.tile.columns, inputImageStride: inputChannels, outputImageStride: outputChannels,
          outputChannels: outputChannels, epilogue: Epilogue(bias: bias.map { UnsafePointer($0.pointer) }))
        kernels.gather(operands, region, share)
      }
    }
    context.run(after, images: images)
  }
}
