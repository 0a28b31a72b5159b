import KernelInterface

extension Tensor {
  /// The tensor as the kernels that treat each channel see it.
  var channelRows: ChannelRows { ChannelRows(values: pointer, channels: shape.channels) }
}

extension ChannelRows {
  /// Rows that one worker reduces at a time. It depends on the number of channels alone, so that the order of a sum
  /// does.
  static func rowsPerChunk(channels: Int) -> Int { max(8, chunkValues / channels) }

  /// Values of a chunk: 32 KB, which stay in the first-level cache between two passes.
  private static let chunkValues = 8192
}

extension RowRange {
  /// The same rows.
  init(_ range: Range<Int>) { self.init(first: range.lowerBound, count: range.count) }
}
