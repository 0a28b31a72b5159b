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

  /// Floats from a tile's transform to the next: a line more than its channels, for the sets of the first-level cache.
  private var stridedPitch: Int { tiling.stridedChannels + simdLanes }
  private var densePitch: Int { 4 * tiling.denseChannels + simdLanes }
  /// Where the shared memory holds the dense transforms, behind the strided ones, and the sums of the blocks.
  private var denseOffset: Int { winogradPoints * Self.chunkTiles * stridedPitch }
  private var sumsOffset: Int { denseOffset + winogradPoints * Self.chunkTiles * densePitch }
  /// Floats of shared memory.
  var scratch: Int { sumsOffset + blocks.count * Self.blockCount }

  /// Adds the gradient over all images to `gradient`.
  func callAsFunction(input: Tensor, outputGradient: Tensor, gradient: Tensor, _ context: ComputeContext) {
    let tiles = tiling.tiles * input.shape.images
    let shared = context.workspace.shared(scratch)
    let strided = inputIsDense ? outputGradient : input
    let dense = inputIsDense ? input : outputGradient
    for first in stride(from: 0, to: tiles, by: Self.chunkTiles) {
      let last = min(first + Self.chunkTiles, tiles)
      transform(strided, dense, first, last, shared, context)
      context.executor.forEach(blocks.count) { index in
        let sums = shared.pointer + sumsOffset + index * Self.blockCount
        if first == 0 { sums.update(repeating: 0, count: Self.blockCount) }
        add(blocks[index], tiles: last - first, shared, to: sums, context.kernels)
        if last == tiles { finish(blocks[index], sums, gradient, context.kernels) }
      }
    }
  }

  /// Transforms the tiles of both tensors.
  private func transform(
    _ strided: Tensor, _ dense: Tensor, _ first: Int, _ last: Int, _ shared: TensorStorage, _ context: ComputeContext
  ) {
    let parts = (last - first + Self.partTiles - 1) / Self.partTiles
    context.executor.forEach(parts) { index in
      let start = first + index * Self.partTiles
      let end = min(start + Self.partTiles, last)
      context.kernels.winogradOutputGradients(
        WinogradOperands(
          tensor: strided.pointer, grid: tiling.stridedOutputs, firstTile: start, lastTile: end,
          channels: tiling.stridedChannels,
          points: shared.pointer + (start - first) * stridedPitch,
          pointStride: Self.chunkTiles * stridedPitch, tileStride: stridedPitch))
      var operands = WinogradOperands(
        tensor: dense.pointer, grid: tiling.stridedOutputs, firstTile: start, lastTile: end,
        channels: tiling.denseChannels,
        points: shared.pointer + denseOffset
          + (start - first) * densePitch,
        pointStride: Self.chunkTiles * densePitch, tileStride: densePitch)
      for parity in WinogradTiling.parities {
        operands.grid = tiling.denseInputs(parity)
        context.kernels.winogradInputs(operands)
        operands.points += tiling.denseChannels
      }
    }
  }

  /// Adds the products of the transformed tiles to a block's sums.
  private func add(
    _ block: Block, tiles: Int, _ shared: TensorStorage, to sums: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    let strided = shared.pointer
    let dense =
      shared.pointer + denseOffset + block.parity * tiling.denseChannels
    let (inputStride, outputStride) =
      inputIsDense
      ? (densePitch, stridedPitch) : (stridedPitch, densePitch)
    let a = (inputIsDense ? dense : strided) + block.inputs.lowerBound
    let b = (inputIsDense ? strided : dense) + block.outputs.lowerBound
    let tap = WeightGradientTap(aOffset: 0, bOffset: 0, firstRow: 0, lastRow: 1, width: tiles, gradientOffset: 0)
    for point in 0..<winogradPoints {
      let operands = WeightGradientOperands(
        a: .init(
          origin: a + point * Self.chunkTiles * inputStride, imageStride: 0, rowStride: 0, pixelStride: inputStride),
        b: .init(
          origin: b + point * Self.chunkTiles * outputStride, imageStride: 0, rowStride: 0, pixelStride: outputStride),
        images: 1, height: 1, chunkImages: 1, chunkRows: 1,
        gradient: sums + point * Self.blockInputs * blockColumns, gradientRowStride: blockColumns,
        gradientColumnStride: 1)
      withUnsafePointer(to: tap) {
        kernels.weightGradient(
          operands,
          WeightGradientShare(
            taps: $0, tapCount: 1, firstRow: 0, rows: block.inputs.count, firstColumn: 0,
            columns: block.outputs.count))
      }
    }
  }

  /// Adds what a block's sums mean for its taps to the gradient.
  private func finish(
    _ block: Block, _ sums: UnsafePointer<Float>, _ gradient: Tensor, _ kernels: KernelTable
  ) {
    let outputs = inputIsDense ? tiling.stridedChannels : tiling.denseChannels
    kernels.winogradTapGradients(
      WinogradTapGradientOperands(
        points: sums, pointStride: Self.blockInputs * blockColumns, pointRowStride: blockColumns,
        rows: block.inputs.count, columns: block.outputs.count,
        gradient: gradient.pointer + block.inputs.lowerBound * outputs + block.outputs.lowerBound,
        taps: tiling.tapsFromDense(WinogradTiling.parities[block.parity]), gradientRowStride: outputs))
  }

  /// Tiles whose transforms are kept at a time: enough to hide the beginning and end of a sum, few enough for the
  /// third-level cache.
  private static let chunkTiles = 128
  /// Tiles that one worker transforms at a time.
  private static let partTiles = 8
  /// Input channels of a block, a multiple of every kernel's rows.
  private static let blockInputs = 66
  private static let blockCount = winogradPoints * blockInputs * blockColumns
}
