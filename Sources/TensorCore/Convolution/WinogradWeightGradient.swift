import KernelInterface

/// ``WeightGradientOperation`` by Winograd's minimal filtering: the tiles of both tensors are transformed, multiplied
/// at 25 points and summed, and the sums are transformed to gradients of taps.
///
/// That is done for a chunk of tiles at a time, and each worker's sums stay in its second-level cache. Workers take whole
/// chunks where there are several for each, so that what one has transformed is not read by another, whose core may share
/// no cache with its own; of the chunks that are left each takes a part. The order of every sum depends on shapes alone.
struct WinogradWeightGradient {
  private let tiling: WinogradTiling
  private let inputIsDense: Bool

  /// Plans the gradient of a convolution, whose input is dense, or of a transposed one.
  init(_ tiling: WinogradTiling, inputIsDense: Bool) {
    self.tiling = tiling
    self.inputIsDense = inputIsDense
  }

  private var inputChannels: Int { inputIsDense ? tiling.denseChannels : tiling.stridedChannels }
  private var outputChannels: Int { inputIsDense ? tiling.stridedChannels : tiling.denseChannels }

  /// Units of the cover whose transforms are kept at a time.
  private var chunkUnits: Int { max(1, Self.chunkTiles / tiling.stridedCover.unitTiles) }
  private var chunkTiles: Int { chunkUnits * tiling.stridedCover.unitTiles }

  private var stridedGroups: Int { WeightGradientBlocks.groups(tiling.stridedChannels) }
  /// Groups of channels of one parity's dense grid.
  private var denseGroups: Int { WeightGradientBlocks.groups(tiling.denseChannels) }

  /// Floats from a point to the next among the transforms of a group of channels, which lie side by side, so
  /// that a worker walks contiguous memory: a line more than its tiles, so that a tile's points do not share sets of the
  /// first-level cache.
  private var pointStride: Int { chunkTiles * tileStride + simdLanes }
  private var tileStride: Int { WeightGradientBlocks.pixelStride }
  private var groupStride: Int { winogradPoints * pointStride }

  /// Floats of shared memory: the strided transforms, `[group][point][tile][channel]`, then the dense ones of each
  /// parity.
  private var shared: Int { (stridedGroups + tiling.parities.count * denseGroups) * groupStride }
  /// Floats of each worker: a block's sums.
  private var blockFloats: Int { winogradPoints * WeightGradientBlocks.matrixStride }
  /// Floats of a worker's transforms of a chunk: the strided ones and those of one parity.
  private var ownTransforms: Int { (stridedGroups + denseGroups) * groupStride }
  /// Floats of the gradient.
  private var gradientFloats: Int { tiling.geometry.taps * inputChannels * outputChannels }

  /// What so many images take, at most.
  func memory(images: Double) -> OperationMemory {
    // Two workers are the fewest that have rounds.
    let units = images * Double(tiling.stridedCover.units(images: 1))
    let hasRounds = units >= Double(2 * Self.roundChunks * chunkUnits)
    return OperationMemory(
      shared: shared, worker: blockFloats + (hasRounds ? ownTransforms + Self.roundChunks * gradientFloats : 0))
  }

  /// Adds the gradient over all images to `gradient`.
  func callAsFunction(input: Tensor, outputGradient: Tensor, gradient: Tensor, _ context: ComputeContext) {
    precondition(gradient.count == gradientFloats)
    let grids =
      inputIsDense ? Grids(strided: outputGradient, dense: input) : Grids(strided: input, dense: outputGradient)
    let workers = context.executor.runningThreads
    let blocks = WeightGradientBlocks(
      inputs: inputChannels, outputs: outputChannels, matrices: tiling.parities.count, workers: workers)
    let units = tiling.stridedCover.units(images: input.shape.images)
    let roundUnits = Self.roundChunks * workers * chunkUnits
    var first = 0
    while workers > 1 && units - first >= roundUnits {
      addRound(grids, first..<first + roundUnits, blocks, to: gradient, context)
      first += roundUnits
    }
    while first < units {
      let last = min(first + chunkUnits, units)
      addShared(grids, first..<last, blocks, to: gradient, context)
      first = last
    }
  }

  /// The tensors of both grids.
  private struct Grids {
    let strided: Tensor
    let dense: Tensor
  }

  /// Adds the parts of some chunks, each of which is one worker's: it has the transforms of one parity at a time, and adds
  /// to zeros. What comes of that is added to the gradient in the order of the chunks.
  private func addRound(
    _ grids: Grids, _ units: Range<Int>, _ blocks: WeightGradientBlocks, to gradient: Tensor,
    _ context: ComputeContext
  ) {
    let chunks = units.count / chunkUnits
    let scratch = context.workspace.forEachWorker(blockFloats + ownTransforms)
    let parts = context.workspace.shared(chunks * gradientFloats)
    context.executor.forEach(chunks) { chunk, worker in
      let sums = scratch[worker].pointer
      let transforms = sums + blockFloats
      let part = parts.pointer + chunk * gradientFloats
      part.update(repeating: 0, count: gradientFloats)
      let first = units.lowerBound + chunk * chunkUnits
      let chunk = first..<first + chunkUnits
      transformStrided(grids, chunk, 0..<chunkUnits, to: transforms, context.kernels)
      for parity in tiling.parities.indices {
        let dense = transforms + stridedGroups * groupStride
        transformDense(grids, parity, chunk, 0..<chunkUnits, to: dense, context.kernels)
        for index in 0..<blocks.count {
          add(
            blocks[index], parity, units: chunkUnits, strided: transforms, dense: dense, sums, to: part, context.kernels
          )
        }
      }
    }
    context.forEachRange(gradientFloats, chunk: ComputeContext.elementChunk) { range in
      for chunk in 0..<chunks {
        let part = parts.pointer + chunk * gradientFloats
        context.kernels.addScaled(part + range.lowerBound, 1, gradient.pointer + range.lowerBound, range.count)
      }
    }
  }

  /// Adds the part of one chunk, which all workers share.
  private func addShared(
    _ grids: Grids, _ units: Range<Int>, _ blocks: WeightGradientBlocks, to gradient: Tensor, _ context: ComputeContext
  ) {
    let shared = context.workspace.shared(shared)
    let scratch = context.workspace.forEachWorker(blockFloats)
    @Sendable func dense(_ parity: Int) -> UnsafeMutablePointer<Float> {
      shared.pointer + (stridedGroups + parity * denseGroups) * groupStride
    }
    // A parity's iterations are as large a part of this loop as of the next, so that each worker finds most of what it
    // reads there in its own core's caches.
    let partUnits = max(1, Self.partTiles / tiling.stridedCover.unitTiles)
    let parts = (units.count + partUnits - 1) / partUnits
    let parities = tiling.parities.count
    context.executor.forEach(parities * parts) { index in
      let (parity, part) = (index / parts, index % parts)
      let range = part * partUnits..<min((part + 1) * partUnits, units.count)
      transformDense(grids, parity, units, range, to: dense(parity), context.kernels)
      // All parities meet the strided tiles, so each makes a share of them.
      if part % parities == parity { transformStrided(grids, units, range, to: shared.pointer, context.kernels) }
    }
    context.executor.forEach(parities * blocks.count) { index, worker in
      let parity = index / blocks.count
      add(
        blocks[index % blocks.count], parity, units: units.count, strided: shared.pointer, dense: dense(parity),
        scratch[worker].pointer, to: gradient.pointer, context.kernels)
    }
  }

  /// Transforms the strided tiles of a part of a chunk.
  private func transformStrided(
    _ grids: Grids, _ chunk: Range<Int>, _ part: Range<Int>, to transforms: UnsafeMutablePointer<Float>,
    _ kernels: KernelTable
  ) {
    tiling.stridedCover.forEachGroup(in: chunk, part: part) { group, tiles, place in
      kernels.winogradOutputGradients(
        operands(
          grids.strided, tiling.stridedOutputs(group), tiles, channels: tiling.stridedChannels,
          transforms + place * tileStride))
    }
  }

  /// Transforms a parity's dense tiles of a part of a chunk.
  private func transformDense(
    _ grids: Grids, _ parity: Int, _ chunk: Range<Int>, _ part: Range<Int>,
    to transforms: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    tiling.stridedCover.forEachGroup(in: chunk, part: part) { group, tiles, place in
      kernels.winogradInputs(
        operands(
          grids.dense, tiling.denseInputs(group, tiling.parities[parity]), tiles, channels: tiling.denseChannels,
          transforms + place * tileStride))
    }
  }

  private func operands(
    _ tensor: Tensor, _ grid: WinogradGrid, _ tiles: Range<Int>, channels: Int, _ points: UnsafeMutablePointer<Float>
  ) -> WinogradOperands {
    WinogradOperands(
      tensor: tensor.pointer, grid: grid, firstTile: tiles.lowerBound, lastTile: tiles.upperBound, channels: channels,
      points: points, pointStride: pointStride, tileStride: tileStride, blockChannels: blockColumns,
      blockStride: groupStride)
  }

  /// Adds a chunk's part of a block of a parity's gradient, by way of its sums at all points.
  private func add(
    _ block: WeightGradientBlocks.Block, _ parity: Int, units: Int, strided: UnsafePointer<Float>,
    dense: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, to gradient: UnsafeMutablePointer<Float>,
    _ kernels: KernelTable
  ) {
    let (stridedGroup, denseGroup) =
      inputIsDense ? (block.outputGroup, block.inputGroup) : (block.inputGroup, block.outputGroup)
    for point in 0..<winogradPoints {
      multiply(
        block, point, units: units, strided: strided + stridedGroup * groupStride,
        dense: dense + denseGroup * groupStride, to: sums + point * WeightGradientBlocks.matrixStride, kernels)
    }
    finish(block, parity, sums, gradient, kernels)
  }

  /// Sums the products of the transformed tiles of a block at a point.
  private func multiply(
    _ block: WeightGradientBlocks.Block, _ point: Int, units: Int, strided: UnsafePointer<Float>,
    dense: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    let tiles = tiling.stridedCover.pointTiles[point]
    let place = point * pointStride + tiles.lowerBound * units * tileStride
    let (inputs, outputs) = inputIsDense ? (dense, strided) : (strided, dense)
    func walk(_ origin: UnsafePointer<Float>) -> WeightGradientOperands.Walk {
      .init(origin: origin + place, imageStride: 0, rowStride: 0, pixelStride: tileStride, ahead: pointStride)
    }
    block.sumProducts(
      walk(inputs + block.firstRow), walk(outputs), images: 1, lines: 1, pixels: tiles.count * units, to: sums,
      by: kernels.newWeightGradient)
  }

  /// Adds what a block's sums mean for its taps to the gradient.
  private func finish(
    _ block: WeightGradientBlocks.Block, _ parity: Int, _ sums: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    kernels.winogradTapGradients(
      WinogradTapGradientOperands(
        points: sums, pointStride: WeightGradientBlocks.matrixStride, pointRowStride: blockColumns,
        rows: block.inputs.count, columns: block.outputs.count,
        gradient: gradient + block.inputs.lowerBound * outputChannels + block.outputs.lowerBound,
        taps: tiling.tapsFromDense(tiling.parities[parity]), gradientRowStride: outputChannels))
  }

  /// Tiles whose transforms are kept at a time: enough to hide the beginning and end of a sum, few enough for the
  /// third-level cache.
  private static let chunkTiles = 128
  /// Tiles that one worker transforms at a time, of a chunk that workers share.
  private static let partTiles = 8
  /// Chunks of a round for each worker.
  private static let roundChunks = 2
}
