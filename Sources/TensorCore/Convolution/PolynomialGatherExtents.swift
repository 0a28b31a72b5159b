import KernelInterface

/// The sizes of what ``PolynomialGather`` works with, in floats.
struct PolynomialGatherExtents {
  /// Channels of an image's values at a point: the input's, where dense pixels are read of all four parities.
  let depth: Int
  /// Output channels that are computed at a time.
  let sliceChannels: Int
  /// Images, at most, that one worker transforms at a time.
  let chunkImages: Int

  /// Works them out for the way from the dense grid to the strided one, or back.
  init(_ grids: PolynomialGrids, readsDense: Bool) {
    let outputChannels = readsDense ? grids.stridedChannels : grids.denseChannels
    depth = readsDense ? PolynomialGrids.parities.count * grids.denseChannels : grids.stridedChannels
    sliceChannels = min(outputChannels, blockColumns)
    chunkImages = max(1, Self.chunkFloats / (polynomialPoints * (depth + sliceChannels)))
  }

  /// Floats from a point to the next among values of so many channels: a line more than needed, lest all points of an
  /// image fall into the same sets of the first-level cache.
  func pointStride(_ channels: Int) -> Int { chunkImages * channels + simdLanes }

  /// A worker's values and products.
  var scratch: Int { polynomialPoints * (pointStride(depth) + pointStride(sliceChannels)) }

  /// Values and products of a chunk, about: see ``WinogradGatherExtents``.
  private static let chunkFloats = 300_000
}
