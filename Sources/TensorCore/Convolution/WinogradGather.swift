import KernelInterface

/// ``GatherOperation`` by Winograd's minimal filtering: tiles of the input are transformed, multiplied with the
/// transformed weights at 25 points, each a product of matrices that the gather kernel computes, and transformed back.
///
/// An output is computed from its own tile alone in one order, whichever worker does it.
final class WinogradGather: Sendable {
  private let tiling: WinogradTiling
  private let readsDense: Bool
  private let direction: GatherOperation.Direction
  private let inputChannels: Int
  private let outputChannels: Int
  private let extents: WinogradGatherExtents
  /// Transformed weights, `[parity of the output][point][row][column]`, the matrices packed for the gather kernel.
  /// Strided outputs count as one parity.
  private let weights: TensorStorage
  /// Output channels that are computed at a time.
  private let slices: [Slice]

  /// Output channels of one parity.
  private struct Slice {
    var parity: Int
    var channels: Range<Int>
  }

  /// Plans the way from the dense grid to the strided one, or back.
  init(_ tiling: WinogradTiling, readsDense: Bool, _ direction: GatherOperation.Direction, _ weights: PackedWeights) {
    self.tiling = tiling
    self.readsDense = readsDense
    self.direction = direction
    let outputChannels = readsDense ? tiling.stridedChannels : tiling.denseChannels
    self.outputChannels = outputChannels
    inputChannels = readsDense ? tiling.denseChannels : tiling.stridedChannels
    let extents = WinogradGatherExtents(tiling, readsDense: readsDense)
    self.extents = extents
    self.weights = weights.storage
    slices = (0..<(readsDense ? 1 : tiling.parities.count)).flatMap { parity in
      stride(from: 0, to: outputChannels, by: extents.sliceChannels).map {
        Slice(parity: parity, channels: $0..<min($0 + extents.sliceChannels, outputChannels))
      }
    }
  }

  private var depth: Int { extents.depth }

  /// Transforms the weights.
  func pack(_ weights: Tensor, _ context: ComputeContext) {
    let (rowStride, columnStride) = direction == .rowsToColumns ? (outputChannels, 1) : (1, inputChannels)
    let panels = WeightPanels(rows: inputChannels, columns: outputChannels, context.kernels)
    context.executor.forEach(tiling.parities.count * panels.count) { index in
      let (parity, part) = (index / panels.count, panels[index % panels.count])
      let (rows, columns) = (part.rows, part.columns)
      let it = tiling.parities[parity]
      let taps = readsDense ? tiling.tapsFromDense(it) : tiling.tapsFromStrided(it)
      let firstPoint = readsDense ? 0 : parity * winogradPoints
      let firstRow = (readsDense ? parity * inputChannels : 0) + rows.lowerBound
      let matrix = depth * outputChannels
      context.kernels.winogradWeights(
        WinogradWeightOperands(
          source: weights.pointer + rows.lowerBound * rowStride + columns.lowerBound * columnStride, taps: taps,
          rowStride: rowStride, columnStride: columnStride, rows: rows.count, columns: columns.count,
          points: self.weights.pointer + firstPoint * matrix + columns.lowerBound * depth + firstRow * columns.count,
          pointStride: matrix))
    }
  }

  /// Writes the output of every image, with `bias` added if there is one.
  func callAsFunction(
    _ input: Tensor, _ output: Tensor, bias: Tensor?, before: ImageWork?, after: ImageWork?, _ context: ComputeContext
  ) {
    precondition(input.shape.imageCount == tiling.pixels(dense: readsDense) * inputChannels)
    precondition(output.shape.imageCount == tiling.pixels(dense: !readsDense) * outputChannels)
    precondition(input.shape.images == output.shape.images, "input and output have as many images")
    let kernels = context.kernels
    let scratch = context.workspace.forEachWorker(extents.scratch)
    // An output does not depend on the chunk that its tile is in, so the chunks may depend on the threads: whole images,
    // of which there is then work on the way, unless they are few or large.
    let (images, perImage) = (input.shape.images, cover.units(images: 1))
    let isWhole =
      perImage == 1 || 2 * perImage <= extents.chunkUnits && images >= 4 * context.executor.runningThreads
    let (count, scale) = isWhole ? (images, perImage) : (images * perImage, 1)
    if !isWhole { context.run(before, images: images) }
    let chunks = context.executor.parts(of: count, atMost: extents.chunkUnits / scale)
    context.executor.forEach(chunks) { index, worker in
      let chunk = index * count / chunks..<(index + 1) * count / chunks
      let units = chunk.lowerBound * scale..<chunk.upperBound * scale
      if isWhole { before?.run(chunk) }
      let transforms = scratch[worker].pointer
      let products = transforms + winogradPoints * extents.transformStride
      for (index, slice) in slices.enumerated() {
        if index == 0 || slice.parity != slices[index - 1].parity && !tiling.sharesStridedInputs {
          transform(input, for: slice.parity, units, transforms, kernels)
        }
        multiply(transforms, slice, units: units.count, products, kernels)
        store(products, slice, units, output, bias: bias, kernels)
      }
      if isWhole { after?.run(chunk) }
    }
    if !isWhole { context.run(after, images: images) }
  }

  /// The tiles.
  private var cover: WinogradCover { readsDense ? tiling.stridedCover : tiling.denseCover }

  /// Transforms the inputs of tiles for the outputs of a parity.
  private func transform(
    _ input: Tensor, for parity: Int, _ units: Range<Int>, _ transforms: UnsafeMutablePointer<Float>,
    _ kernels: KernelTable
  ) {
    cover.forEachGroup(in: units, part: 0..<units.count) { group, tiles, place in
      var operands = WinogradOperands(
        tensor: input.pointer, grid: tiling.stridedInputs(group, for: tiling.parities[parity]),
        firstTile: tiles.lowerBound, lastTile: tiles.upperBound, channels: inputChannels,
        points: transforms + place * depth, pointStride: extents.transformStride, tileStride: depth,
        blockChannels: inputChannels, blockStride: 0)
      guard readsDense else { return kernels.winogradInputs(operands) }
      for parity in tiling.parities {
        operands.grid = tiling.denseInputs(group, parity)
        kernels.winogradInputs(operands)
        operands.points += inputChannels
      }
    }
  }

  /// Multiplies the transforms with the weights at every point.
  private func multiply(
    _ transforms: UnsafePointer<Float>, _ slice: Slice, units: Int, _ products: UnsafeMutablePointer<Float>,
    _ kernels: KernelTable
  ) {
    let channels = slice.channels
    let run = GatherRun(inputOffset: 0, weightRow: 0, length: depth)
    withUnsafePointer(to: run) { run in
      for point in 0..<winogradPoints {
        let tiles = cover.pointTiles[point]
        let (first, count) = (tiles.lowerBound * units, tiles.count * units)
        let matrix = (slice.parity * winogradPoints + point) * depth * outputChannels
        let operands = GatherOperands(
          input: transforms + point * extents.transformStride + first * depth,
          output: products + point * extents.productStride + first * channels.count - channels.lowerBound,
          weights: weights.pointer + matrix, runs: run, ahead: depth * outputChannels, inputImageStride: 0,
          outputImageStride: 0, outputChannels: outputChannels, epilogue: Epilogue())
        let region = GatherRegion(
          height: 1, width: count, inputOrigin: 0, inputRowStride: 0, inputPixelStride: depth, outputOrigin: 0,
          outputRowStride: 0, outputPixelStride: channels.count, firstRun: 0, runCount: 1, weightOrigin: 0,
          weightRows: depth)
        let share = GatherShare(
          firstPixel: 0, lastPixel: count, firstChannel: channels.lowerBound, lastChannel: channels.upperBound)
        kernels.gather(operands, region, share)
      }
    }
  }

  /// Transforms products to the outputs of a slice.
  private func store(
    _ products: UnsafeMutablePointer<Float>, _ slice: Slice, _ units: Range<Int>, _ output: Tensor, bias: Tensor?,
    _ kernels: KernelTable
  ) {
    let channels = slice.channels.count
    let parity = tiling.parities[slice.parity]
    let bias = bias.map { UnsafePointer($0.pointer) + slice.channels.lowerBound }
    cover.forEachGroup(in: units, part: 0..<units.count) { group, tiles, place in
      let operands = WinogradOperands(
        tensor: output.pointer + slice.channels.lowerBound,
        grid: readsDense ? tiling.stridedOutputs(group) : tiling.denseOutputs(group, parity),
        firstTile: tiles.lowerBound, lastTile: tiles.upperBound, channels: channels,
        points: products + place * channels, pointStride: extents.productStride, tileStride: channels,
        blockChannels: channels, blockStride: 0)
      kernels.winogradOutputs(operands, bias)
    }
  }
}
