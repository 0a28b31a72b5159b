import KernelInterface
import Glibc

/// ``GatherOperation`` by Winograd's minimal filtering: tiles of the input are transformed, multiplied with the transformed
/// weights at 25 points, each a product of matrices that the gather kernel computes, and transformed back.
///
/// An output is computed from its own tile alone in one order, whichever worker does it.
final class WinogradGather: @unchecked Sendable {
  private let tiling: WinogradTiling
  private let readsDense: Bool
  private let direction: GatherOperation.Direction
  /// Transformed weights, `[parity of the output][point][row][column]`, the matrices packed for the gather kernel. Where
  /// dense pixels are read there is one output, and the parities of the input follow one another in the rows.
  private let weights: TensorStorage
  private let slices: [Slice]

  /// Output channels of one parity.
  private struct Slice {
    var parity: Int
    var channels: Range<Int>
  }

  init(_ tiling: WinogradTiling, readsDense: Bool, _ direction: GatherOperation.Direction) {
    self.tiling = tiling
    self.readsDense = readsDense
    self.direction = direction
    inputChannels = readsDense ? tiling.denseChannels : tiling.stridedChannels
    outputChannels = readsDense ? tiling.stridedChannels : tiling.denseChannels
    depth = readsDense ? 4 * inputChannels : inputChannels
    weights = TensorStorage(count: winogradPoints * 4 * inputChannels * outputChannels, guarded: false)
    let outputChannels = outputChannels
    slices = (0..<(readsDense ? 1 : 4)).flatMap { parity in
      stride(from: 0, to: outputChannels, by: Self.sliceChannels).map {
        Slice(parity: parity, channels: $0..<min($0 + Self.sliceChannels, outputChannels))
      }
    }
  }

  private let inputChannels: Int
  private let outputChannels: Int
  /// Rows of the matrix of weights at a point.
  private let depth: Int

  /// Transforms the weights.
  func pack(_ weights: Tensor, _ context: ComputeContext) {
    let slabs = (inputChannels + Self.packChannels - 1) / Self.packChannels
    let (rowStride, columnStride) = direction == .rowsToColumns ? (outputChannels, 1) : (1, inputChannels)
    let kernel = context.kernels.winogradWeights
    context.executor.forEach(4 * slabs) { index in
      let parity = index / slabs
      let channel = index % slabs * Self.packChannels
      let it = WinogradTiling.parities[parity]
      let matrix = readsDense ? 0 : parity * winogradPoints * depth * outputChannels
      kernel(
        weights.pointer + channel * rowStride, readsDense ? tiling.tapsFromDense(it) : tiling.tapsFromStrided(it),
        rowStride, columnStride, min(Self.packChannels, inputChannels - channel), outputChannels,
        self.weights.pointer + matrix, depth * outputChannels, (readsDense ? parity * inputChannels : 0) + channel,
        depth)
    }
  }

  /// Writes the output of every image, with `bias` added if there is one.
  func callAsFunction(_ input: Tensor, _ output: Tensor, bias: Tensor?, _ context: ComputeContext) {
    let tiles = tiling.tiles * input.shape.images
    let chunks = (tiles + chunkTiles - 1) / chunkTiles
    let slicesInShare = max(1, Self.sliceChannels / outputChannels)
    let shares = (slices.count + slicesInShare - 1) / slicesInShare
    let transformCount = winogradPoints * transformStride
    let productCount = winogradPoints * productStride
    let scratch = context.workspace.forEachWorker(transformCount + productCount)
    context.executor.forEach(chunks * shares) { index, worker in
      let first = index / shares * chunkTiles
      let last = min(first + chunkTiles, tiles)
      let transforms = scratch[worker].pointer
      let products = transforms + transformCount
      let firstSlice = index % shares * slicesInShare
      for index in firstSlice..<min(firstSlice + slicesInShare, slices.count) {
        let slice = slices[index]
        if index == firstSlice || !tiling.sharesStridedInputs && slice.parity != slices[index - 1].parity {
          transform(input, for: slice.parity, first, last, transforms, context.kernels)
        }
        multiply(transforms, slice, tiles: last - first, products, context.kernels)
        let bias = bias.map { UnsafePointer($0.pointer) + slice.channels.lowerBound }
        let grid = outputGrid(slice.parity)
        context.kernels.winogradOutputs(
          WinogradOperands(
            tensor: output.pointer + slice.channels.lowerBound, grid: grid, channels: slice.channels.count,
            points: products,
            pointStride: productStride, tileStride: slice.channels.count),
          bias, first, last)
      }
    }
  }

  /// Transforms the inputs of tiles for the outputs of a parity.
  private func transform(
    _ input: Tensor, for parity: Int, _ first: Int, _ last: Int, _ transforms: UnsafeMutablePointer<Float>,
    _ kernels: KernelTable
  ) {
    var operands = WinogradOperands(
      tensor: input.pointer, grid: tiling.stridedInputs(for: WinogradTiling.parities[parity]), channels: inputChannels,
      points: transforms, pointStride: transformStride, tileStride: depth)
    guard readsDense else {
      kernels.winogradInputs(operands, first, last)
      return
    }
    for parity in WinogradTiling.parities {
      operands.grid = tiling.denseInputs(parity)
      kernels.winogradInputs(operands, first, last)
      operands.points += inputChannels
    }
  }

  private func outputGrid(_ parity: Int) -> WinogradGrid {
    readsDense ? tiling.stridedOutputs : tiling.denseOutputs(WinogradTiling.parities[parity])
  }

  /// Multiplies the transforms with the weights at every point.
  private func multiply(
    _ transforms: UnsafePointer<Float>, _ slice: Slice, tiles: Int, _ products: UnsafeMutablePointer<Float>,
    _ kernels: KernelTable
  ) {
    var run = GatherRun(inputOffset: 0, weightRow: 0, length: depth)
    let region = GatherRegion(
      height: 1, width: tiles, inputOrigin: 0, inputRowStride: 0, inputPixelStride: depth, outputOrigin: 0,
      outputRowStride: 0, outputPixelStride: slice.channels.count, firstRun: 0, runCount: 1, weightOrigin: 0,
      weightRows: depth)
    let matrix = depth * outputChannels
    for point in 0..<winogradPoints {
      let operands = GatherOperands(
        input: transforms + point * transformStride,
        output: products + point * productStride - slice.channels.lowerBound,
        weights: weights.pointer + (slice.parity * winogradPoints + point) * matrix, runs: &run, inputImageStride: 0,
        outputImageStride: 0, outputChannels: outputChannels, epilogue: Epilogue())
      kernels.gather(operands, region, 0, tiles, slice.channels.lowerBound, slice.channels.upperBound)
    }
  }

  /// Input channels whose weights one worker transforms at a time.
  private static let packChannels = 16
  /// Tiles that one worker transforms at a time, a multiple of every kernel's rows: their transforms and a point's
  /// weights should fit in the second-level cache together.
  private var chunkTiles: Int { max(6, Self.budget / (25 * (depth + min(outputChannels, Self.sliceChannels))) / 6 * 6) }
  private var transformStride: Int { chunkTiles * depth + 16 }
  private var productStride: Int { chunkTiles * min(outputChannels, Self.sliceChannels) + 16 }
  static let budget = Int(getenv("WB").map { atoi($0) } ?? 200_000)
  /// Output channels that one worker computes from them, a multiple of a block: enough to repay the transform of the
  /// inputs.
  private static let sliceChannels = 128
}
