import TensorCore

/// The running statistics of batch normalisation, with PyTorch's semantics: what inference normalises by in place of a
/// batch's own mean and variance.
///
/// They move towards those of each training batch, or once for all shards of a batch towards the means of theirs; and
/// an estimate replaces them by those of several batches together.
final class RunningStatistics {
  /// One value a channel, 0 at first.
  let mean: Tensor
  /// One value a channel, unbiased, 1 at first.
  let variance: Tensor
  /// Batches that they have seen.
  private var batchesTracked: Int64 = 0
  /// Values a channel of the last batch.
  private var rows = 0.0
  /// Mean and unbiased variance of every channel in the last batch.
  private var batchMean: [Double]
  private var batchVariance: [Double]
  /// What an estimate has seen so far; `nil` while none is made.
  private var pool: PooledStatistics?

  /// The part of the way to a batch's statistics that the running ones move.
  private static let momentum = 0.1

  /// Takes the memory for so many channels.
  init(channels: Int) {
    mean = Tensor(count: channels)
    variance = Tensor(count: channels)
    mean.values = [Float](repeating: 0, count: channels)
    variance.values = [Float](repeating: 1, count: channels)
    batchMean = [Double](repeating: 0, count: channels)
    batchVariance = batchMean
  }

  /// The number of channels.
  var channels: Int { mean.count }

  /// Whether all are finite.
  var isFinite: Bool { (0..<channels).allSatisfy { mean[$0].isFinite && variance[$0].isFinite } }

  /// Begins with a batch of so many values a channel, more than one; ``note(_:mean:variance:)`` follows for each
  /// channel, and then ``endBatch(_:)``.
  func beginBatch(rows: Double) {
    self.rows = rows
    pool?.beginBatch(rows: rows)
  }

  /// Notes a channel's mean and biased variance in the batch.
  func note(_ channel: Int, mean: Double, variance: Double) {
    batchMean[channel] = mean
    batchVariance[channel] = variance * rows / (rows - 1)
    pool?.add(channel, mean: mean, variance: variance)
  }

  /// Moves towards the batch that was noted, unless its shards do that together, or an estimate is made.
  func endBatch(_ mode: Mode) {
    if pool != nil {
      batchesTracked &+= 1
    } else if mode == .training {
      move { (batchMean[$0], batchVariance[$0]) }
    }
  }

  /// The numbers that a batch moves them towards: mean and variance of every channel.
  var count: Int { 2 * channels }

  /// Writes those of the last batch to a shard's row.
  func note(in table: inout ShardTable, shard: Int, from column: Int) {
    for channel in 0..<channels {
      table[shard, column + 2 * channel] = batchMean[channel]
      table[shard, column + 2 * channel + 1] = batchVariance[channel]
    }
  }

  /// Moves towards the means of what the shards noted.
  func move(towards table: ShardTable, from column: Int) {
    move { (table.mean(column + 2 * $0), table.mean(column + 2 * $0 + 1)) }
  }

  private func move(towards values: (_ channel: Int) -> (mean: Double, variance: Double)) {
    for channel in 0..<channels {
      let batch = values(channel)
      mean[channel] = Self.moved(mean[channel], towards: batch.mean)
      variance[channel] = Self.moved(variance[channel], towards: batch.variance)
    }
    batchesTracked &+= 1
  }

  private static func moved(_ running: Float, towards value: Double) -> Float {
    Float((1 - momentum) * Double(running) + momentum * value)
  }

  /// Begins an estimate, of the batches that follow.
  func beginEstimate() {
    pool = PooledStatistics(channels: channels)
    batchesTracked = 0
  }

  /// Takes over what was estimated.
  func endEstimate() {
    guard let pool else { return }
    for channel in 0..<channels {
      let estimate = pool.result(channel)
      mean[channel] = Float(estimate.mean)
      variance[channel] = Float(estimate.variance)
    }
    self.pool = nil
  }

  /// All of them, under PyTorch's names behind `prefix`.
  func namedState(prefix: String) -> [NamedState] {
    [
      .floats(prefix + "running_mean", shape: [channels], mean),
      .floats(prefix + "running_var", shape: [channels], variance),
      .integer(prefix + "num_batches_tracked", { self.batchesTracked }, { self.batchesTracked = $0 }),
    ]
  }
}
