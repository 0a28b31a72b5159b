import KernelInterface

/// The sizes of what ``WinogradGather`` works with, in floats.
struct WinogradGatherExtents {
  /// Rows of the matrix of weights at a point: the input channels, where dense pixels are read of all four parities.
  let depth: Int
  /// Output channels that are computed at a time.
  let sliceChannels: Int
  /// Tiles that one worker transforms at a time.
  let chunkTiles: Int
  /// Floats from a point to the next among the transforms and the products of a chunk.
  let transformStride: Int
  let productStride: Int
  /// All transformed weights.
  let weights: Int
  /// A worker's transforms and products.
  var scratch: Int { winogradPoints * (transformStride + productStride) }

  /// Works them out for the way from the dense grid to the strided one, or back.
  init(_ tiling: WinogradTiling, readsDense: Bool) {
    let outputChannels = readsDense ? tiling.stridedChannels : tiling.denseChannels
    let inputChannels = readsDense ? tiling.denseChannels : tiling.stridedChannels
    depth = readsDense ? 4 * inputChannels : inputChannels
    weights = winogradPoints * 4 * inputChannels * outputChannels
    sliceChannels = min(outputChannels, Self.maximumSlice)
    let tileFloats = winogradPoints * (depth + sliceChannels)
    chunkTiles = max(1, Self.chunkFloats / tileFloats / Self.kernelRows) * Self.kernelRows
    // A line more than needed, lest all points of a tile fall into the same sets of the first-level cache.
    transformStride = chunkTiles * depth + simdLanes
    productStride = chunkTiles * sliceChannels + simdLanes
  }

  /// Output channels of a slice at most, a multiple of a block.
  private static let maximumSlice = 128
  /// Transforms and products of a chunk, about: they and a point's weights should fit in the second-level cache, and
  /// every chunk reads all weights anew.
  private static let chunkFloats = 150_000
  /// A multiple of every kernel's rows.
  private static let kernelRows = 6
}
