import KernelInterface

/// ``WeightGradientOperation`` by Winograd's minimal filtering: the tiles of both tensors are transformed, multiplied
/// at 25 points and summed, and the sums are transformed to gradients of taps.
///
/// That is done for a chunk of tiles at a time, and each worker's sums stay in its second-level cache. The order of
/// every sum depends on shapes alone.
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
  var shared: Int { (stridedGroups + tiling.parities.count * denseGroups) * groupStride }
  /// Floats of each worker: a block's sums.
  var scratch: Int { winogradPoints * WeightGradientBlocks.matrixStride }

  /// Adds the gradient over all images to `gradient`.
  func callAsFunction(input: Tensor, outputGradient: Tensor, gradient: Tensor, _ context: ComputeContext) {
    let units = tiling.stridedCover.units(images: input.shape.images)
    let shared = context.workspace.shared(shared)
    let scratch = context.workspace.forEachWorker(scratch)
    let strided = inputIsDense ? outputGradient : input
    let dense = inputIsDense ? input : outputGradient
    let blocks = WeightGradientBlocks(
      inputs: inputChannels, outputs: outputChannels, matrices: tiling.parities.count,
      workers: context.executor.runningThreads)
    for first in stride(from: 0, to: units, by: chunkUnits) {
      let last = min(first + chunkUnits, units)
      transform(strided, dense, first..<last, shared, context)
      context.executor.forEach(tiling.parities.count * blocks.count) { index, worker in
        let (parity, block) = (index / blocks.count, blocks[index % blocks.count])
        let sums = scratch[worker].pointer
        for point in 0..<winogradPoints {
          multiply(
            block, parity, point, units: last - first, shared.pointer,
            to: sums + point * WeightGradientBlocks.matrixStride, context.kernels)
        }
        finish(block, parity, sums, gradient, context.kernels)
      }
    }
  }

  /// Transforms the tiles of both tensors. A parity's iterations are as large a part of all as when they are multiplied, so
  /// that each worker finds most of what it reads then in its own core's caches.
  private func transform(
    _ strided: Tensor, _ dense: Tensor, _ units: Range<Int>, _ shared: TensorStorage, _ context: ComputeContext
  ) {
    let cover = tiling.stridedCover
    let partUnits = max(1, Self.partTiles / cover.unitTiles)
    let parts = (units.count + partUnits - 1) / partUnits
    context.executor.forEach(tiling.parities.count * parts) { index in
      let (parity, part) = (index / parts, index % parts)
      let first = part * partUnits
      cover.forEachGroup(in: units, part: first..<min(first + partUnits, units.count)) { group, tiles, place in
        context.kernels.winogradInputs(
          WinogradOperands(
            tensor: dense.pointer, grid: tiling.denseInputs(group, tiling.parities[parity]),
            firstTile: tiles.lowerBound, lastTile: tiles.upperBound, channels: tiling.denseChannels,
            points: shared.pointer + (stridedGroups + parity * denseGroups) * groupStride + place * tileStride,
            pointStride: pointStride, tileStride: tileStride, blockChannels: blockColumns, blockStride: groupStride))
        // All parities meet the strided tiles, so each makes a share of them.
        guard part % tiling.parities.count == parity else { return }
        context.kernels.winogradOutputGradients(
          WinogradOperands(
            tensor: strided.pointer, grid: tiling.stridedOutputs(group), firstTile: tiles.lowerBound,
            lastTile: tiles.upperBound, channels: tiling.stridedChannels, points: shared.pointer + place * tileStride,
            pointStride: pointStride, tileStride: tileStride, blockChannels: blockColumns, blockStride: groupStride))
      }
    }
  }

  /// Sums the products of the transformed tiles of a block at a point.
  private func multiply(
    _ block: WeightGradientBlocks.Block, _ parity: Int, _ point: Int, units: Int, _ transforms: UnsafePointer<Float>,
    to sums: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    let (stridedGroup, denseGroup) =
      inputIsDense ? (block.outputGroup, block.inputGroup) : (block.inputGroup, block.outputGroup)
    let tiles = tiling.stridedCover.pointTiles[point]
    let place = point * pointStride + tiles.lowerBound * units * tileStride
    let strided = transforms + stridedGroup * groupStride + place
    let dense = transforms + (stridedGroups + parity * denseGroups + denseGroup) * groupStride + place
    let (a, b) = inputIsDense ? (dense, strided) : (strided, dense)
    let operands = WeightGradientOperands(
      a: .init(
        origin: a + block.firstRow, imageStride: 0, rowStride: 0, pixelStride: tileStride,
        ahead: pointStride),
      b: .init(origin: b, imageStride: 0, rowStride: 0, pixelStride: tileStride, ahead: pointStride),
      images: 1, height: 1, chunkImages: 1, chunkRows: 1, gradient: sums, gradientRowStride: blockColumns,
      gradientColumnStride: 1)
    let tap = WeightGradientTap(
      aOffset: 0, bOffset: 0, firstRow: 0, lastRow: 1, width: tiles.count * units, gradientOffset: 0)
    withUnsafePointer(to: tap) {
      kernels.newWeightGradient(
        operands,
        WeightGradientShare(
          taps: $0, tapCount: 1, firstRow: 0, rows: block.inputs.count, firstColumn: 0,
          columns: wholeVectors(block.outputs.count)))
    }
  }

  /// Adds what a block's sums mean for its taps to the gradient.
  private func finish(
    _ block: WeightGradientBlocks.Block, _ parity: Int, _ sums: UnsafePointer<Float>, _ gradient: Tensor,
    _ kernels: KernelTable
  ) {
    kernels.winogradTapGradients(
      WinogradTapGradientOperands(
        points: sums, pointStride: WeightGradientBlocks.matrixStride, pointRowStride: blockColumns,
        rows: block.inputs.count, columns: block.outputs.count,
        gradient: gradient.pointer + block.inputs.lowerBound * outputChannels + block.outputs.lowerBound,
        taps: tiling.tapsFromDense(tiling.parities[parity]), gradientRowStride: outputChannels))
  }

  /// Tiles whose transforms are kept at a time: enough to hide the beginning and end of a sum, few enough for the
  /// third-level cache.
  private static let chunkTiles = 128
  /// Tiles that one worker transforms at a time.
  private static let partTiles = 8
}
