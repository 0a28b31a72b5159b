import KernelInterface

/// Sums of a gradient over all pixels, a value for each channel: the gradient of a bias.
public final class ChannelSumOperation {
  private let channels: Int
  private let paddedChannels: Int
  private let rowsPerChunk: Int
  private let partials: TensorStorage

  /// Plans for tensors of at most `maximumRows` rows (images x height x width) of `channels` values.
  public init(maximumRows: Int, channels: Int) {
    self.channels = channels
    paddedChannels = wholeVectors(channels)
    rowsPerChunk = ChannelRows.rowsPerChunk(channels: channels)
    partials = TensorStorage(count: (maximumRows + rowsPerChunk - 1) / rowsPerChunk * paddedChannels)
  }

  /// Adds the sums over the rows of `x` to `sums`.
  public func add(_ x: Tensor, to sums: Tensor, _ context: ComputeContext) {
    precondition(x.shape.channels == channels && sums.count == channels)
    let rows = x.shape.pixels
    let partials = partials
    let padded = paddedChannels
    let rowsPerChunk = rowsPerChunk
    precondition((rows + rowsPerChunk - 1) / rowsPerChunk * padded <= partials.count)
    context.forEachRange(rows, chunk: rowsPerChunk) { range in
      context.kernels.channelSums(
        x.channelRows, RowRange(range),
        partials.pointer + range.lowerBound / rowsPerChunk * padded)
    }
    for channel in 0..<channels {
      var sum = 0.0
      for chunk in 0..<(rows + rowsPerChunk - 1) / rowsPerChunk {
        sum += Double(partials.pointer[chunk * padded + channel])
      }
      sums[channel] += Float(sum)
    }
  }
}
