import KernelInterface

/// ``WeightGradientOperation`` by Winograd's minimal filtering: the tiles of both tensors are transformed, multiplied
/// at 25 points and summed over all tiles, and the sums are transformed to gradients of taps once.
///
/// The order of every sum depends on shapes alone.
struct WinogradWeightGradient {
  private let tiling: WinogradTiling
  private let inputIsDense: Bool
  private let blocks: [Block]

  /// A part of the gradients of a parity's taps, which one worker computes.
  private struct Block {
    var parity: Int
    var inputs: Range<Int>
    var outputs: Range<Int>
  }

  /// Plans the gradient of a convolution, whose input is dense, or of a transposed one.
  init(_ tiling: WinogradTiling, inputIsDense: Bool) {
    self.tiling = tiling
    self.inputIsDense = inputIsDense
    let inputs = inputIsDense ? tiling.denseChannels : tiling.stridedChannels
    let outputs = inputIsDense ? tiling.stridedChannels : tiling.denseChannels
    blocks = (0..<4).flatMap { parity in
      stride(from: 0, to: inputs, by: Self.blockInputs).flatMap { input in
        stride(from: 0, to: outputs, by: blockColumns).map { output in
          Block(
            parity: parity, inputs: input..<min(input + Self.blockInputs, inputs),
            outputs: output..<min(output + blockColumns, outputs))
        }
      }
    }
  }

  /// Units of the cover whose transforms are kept at a time.
  private var chunkUnits: Int { max(1, Self.chunkTiles / tiling.stridedCover.unitTiles) }
  private var chunkTiles: Int { chunkUnits * tiling.stridedCover.unitTiles }

  /// Channels of a block of a tensor: those that a worker multiplies lie side by side, so that it walks contiguous
  /// memory.
  private var stridedBlock: Int { inputIsDense ? blockColumns : Self.blockInputs }
  private var denseBlock: Int { inputIsDense ? Self.blockInputs : blockColumns }
  private var stridedBlocks: Int { (tiling.stridedChannels + stridedBlock - 1) / stridedBlock }
  /// Blocks of one parity's dense grid.
  private var denseBlocks: Int { (tiling.denseChannels + denseBlock - 1) / denseBlock }

  /// Where the shared memory holds the dense transforms, `[parity][block][point][tile][channel]`, behind the strided
  /// ones, and the sums of the blocks.
  private var denseOffset: Int { stridedBlocks * winogradPoints * pointCount(stridedBlock) }
  private var sumsOffset: Int { denseOffset + 4 * denseBlocks * winogradPoints * pointCount(denseBlock) }
  /// Floats of shared memory.
  var scratch: Int { sumsOffset + blocks.count * Self.blockCount }

  /// Floats from a point to the next among the transforms of a block: a line more than its tiles, so that a tile's
  /// points do not share sets of the first-level cache.
  private func pointCount(_ block: Int) -> Int { chunkTiles * block + simdLanes }

  /// Adds the gradient over all images to `gradient`.
  func callAsFunction(input: Tensor, outputGradient: Tensor, gradient: Tensor, _ context: ComputeContext) {
    let units = tiling.stridedCover.units(images: input.shape.images)
    let shared = context.workspace.shared(scratch)
    let strided = inputIsDense ? outputGradient : input
    let dense = inputIsDense ? input : outputGradient
    for first in stride(from: 0, to: units, by: chunkUnits) {
      let last = min(first + chunkUnits, units)
      transform(strided, dense, first..<last, shared, context)
      context.executor.forEach(blocks.count * winogradAxisPoints) { index in
        let (block, row) = (index / winogradAxisPoints, index % winogradAxisPoints)
        let sums = shared.pointer + sumsOffset + block * Self.blockCount
        for point in row * winogradAxisPoints..<(row + 1) * winogradAxisPoints {
          let matrix = sums + point * Self.matrixCount
          if first == 0 { matrix.update(repeating: 0, count: Self.matrixCount) }
          add(blocks[block], point, units: last - first, shared, to: matrix, context.kernels)
        }
      }
    }
    context.executor.forEach(blocks.count) { index in
      finish(blocks[index], shared.pointer + sumsOffset + index * Self.blockCount, gradient, context.kernels)
    }
  }

  /// Transforms the tiles of both tensors.
  private func transform(
    _ strided: Tensor, _ dense: Tensor, _ units: Range<Int>, _ shared: TensorStorage, _ context: ComputeContext
  ) {
    let cover = tiling.stridedCover
    let partUnits = max(1, Self.partTiles / cover.unitTiles)
    context.forEachRange(units.count, chunk: partUnits) { part in
      cover.forEachGroup(in: units, part: part) { group, tiles, place in
        context.kernels.winogradOutputGradients(
          WinogradOperands(
            tensor: strided.pointer, grid: tiling.stridedOutputs(group), firstTile: tiles.lowerBound,
            lastTile: tiles.upperBound,
            channels: tiling.stridedChannels, points: shared.pointer + place * stridedBlock,
            pointStride: pointCount(stridedBlock), tileStride: stridedBlock, blockChannels: stridedBlock,
            blockStride: winogradPoints * pointCount(stridedBlock)))
        var operands = WinogradOperands(
          tensor: dense.pointer, grid: tiling.stridedOutputs(group), firstTile: tiles.lowerBound,
          lastTile: tiles.upperBound,
          channels: tiling.denseChannels, points: shared.pointer + denseOffset + place * denseBlock,
          pointStride: pointCount(denseBlock), tileStride: denseBlock, blockChannels: denseBlock,
          blockStride: winogradPoints * pointCount(denseBlock))
        for parity in WinogradTiling.parities {
          operands.grid = tiling.denseInputs(group, parity)
          context.kernels.winogradInputs(operands)
          operands.points += denseBlocks * operands.blockStride
        }
      }
    }
  }

  /// Adds the products of the transformed tiles to a block's sums at a point.
  private func add(
    _ block: Block, _ point: Int, units: Int, _ shared: TensorStorage, to sums: UnsafeMutablePointer<Float>,
    _ kernels: KernelTable
  ) {
    let inputBlock = block.inputs.lowerBound / Self.blockInputs
    let outputBlock = block.outputs.lowerBound / blockColumns
    let (stridedIndex, denseIndex) = inputIsDense ? (outputBlock, inputBlock) : (inputBlock, outputBlock)
    let strided = shared.pointer + (stridedIndex * winogradPoints + point) * pointCount(stridedBlock)
    let dense =
      shared.pointer + denseOffset
      + ((block.parity * denseBlocks + denseIndex) * winogradPoints + point) * pointCount(denseBlock)
    let (a, b) = inputIsDense ? (dense, strided) : (strided, dense)
    let tiles = tiling.stridedCover.pointTiles[point]
    let first = tiles.lowerBound * units
    let operands = WeightGradientOperands(
      a: .init(
        origin: a + first * Self.blockInputs, imageStride: 0, rowStride: 0, pixelStride: Self.blockInputs),
      b: .init(origin: b + first * blockColumns, imageStride: 0, rowStride: 0, pixelStride: blockColumns),
      images: 1, height: 1, chunkImages: 1, chunkRows: 1, gradient: sums, gradientRowStride: blockColumns,
      gradientColumnStride: 1)
    let tap = WeightGradientTap(
      aOffset: 0, bOffset: 0, firstRow: 0, lastRow: 1, width: tiles.count * units, gradientOffset: 0)
    withUnsafePointer(to: tap) {
      kernels.weightGradient(
        operands,
        WeightGradientShare(
          taps: $0, tapCount: 1, firstRow: 0, rows: block.inputs.count, firstColumn: 0, columns: block.outputs.count))
    }
  }

  /// Adds what a block's sums mean for its taps to the gradient.
  private func finish(
    _ block: Block, _ sums: UnsafePointer<Float>, _ gradient: Tensor, _ kernels: KernelTable
  ) {
    let outputs = inputIsDense ? tiling.stridedChannels : tiling.denseChannels
    kernels.winogradTapGradients(
      WinogradTapGradientOperands(
        points: sums, pointStride: Self.matrixCount, pointRowStride: blockColumns,
        rows: block.inputs.count, columns: block.outputs.count,
        gradient: gradient.pointer + block.inputs.lowerBound * outputs + block.outputs.lowerBound,
        taps: tiling.tapsFromDense(WinogradTiling.parities[block.parity]), gradientRowStride: outputs))
  }

  /// Tiles whose transforms are kept at a time: enough to hide the beginning and end of a sum, few enough for the
  /// third-level cache.
  private static let chunkTiles = 128
  /// Tiles that one worker transforms at a time.
  private static let partTiles = 8
  /// Input channels of a block, a multiple of a vector.
  private static let blockInputs = 64
  /// Sums of a block at a point, and at all.
  private static let matrixCount = blockInputs * blockColumns
  private static let blockCount = winogradPoints * matrixCount
}
