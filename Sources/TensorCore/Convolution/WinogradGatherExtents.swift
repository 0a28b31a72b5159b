import KernelInterface

/// The sizes of what ``WinogradGather`` works with, in floats.
struct WinogradGatherExtents {
  /// Rows of the matrix of weights at a point: the input channels, where dense pixels are read of all four parities.
  let depth: Int
  /// Output channels that are computed at a time.
  let sliceChannels: Int
  /// Units of the cover, at most, that one worker transforms at a time.
  let chunkUnits: Int
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
    depth = readsDense ? tiling.parities.count * inputChannels : inputChannels
    weights = winogradPoints * tiling.parities.count * inputChannels * outputChannels
    sliceChannels = min(outputChannels, blockColumns)
    let cover = readsDense ? tiling.stridedCover : tiling.denseCover
    let unitFloats = winogradPoints * (depth + sliceChannels) * cover.unitTiles
    chunkUnits = max(1, (Self.chunkFloats(weights: weights) + unitFloats / 2) / unitFloats)
    let tiles = chunkUnits * cover.unitTiles
    // A line more than needed, lest all points of a tile fall into the same sets of the first-level cache.
    transformStride = tiles * depth + simdLanes
    productStride = tiles * sliceChannels + simdLanes
  }

  /// Transforms and products of a chunk, about: they and a point's weights should fit in the second-level cache. But
  /// every chunk reads all weights anew, and more of them than a cache shared with others holds come from memory each
  /// time: there fewer chunks are worth more. A worker's share of 900,000 floats is as fast as one of 1,600,000, and takes
  /// 3 MB less.
  private static func chunkFloats(weights: Int) -> Int { weights > 2_000_000 ? 900_000 : 200_000 }
}
