/// Mean and variance of each channel over several batches of one size, from those of each batch.
///
/// The variance of all values is the mean of the batches' variances plus the variance of their means, which are summed
/// as differences from the mean so far (Welford, 1962): nothing cancels.
struct PooledStatistics {
  private var batches = 0.0
  private var rows = 0.0
  private var means: [Double]
  private var deviations: [Double]
  private var variances: [Double]

  init(channels: Int) {
    means = [Double](repeating: 0, count: channels)
    deviations = means
    variances = means
  }

  /// Begins with a batch of so many rows; ``add(_:mean:variance:)`` follows for each channel.
  mutating func beginBatch(rows: Double) {
    batches += 1
    self.rows += rows
  }

  /// Adds a channel's mean and biased variance in the batch.
  mutating func add(_ channel: Int, mean: Double, variance: Double) {
    let difference = mean - means[channel]
    means[channel] += difference / batches
    deviations[channel] += difference * (mean - means[channel])
    variances[channel] += variance
  }

  /// A channel's mean and unbiased variance over all batches.
  func result(_ channel: Int) -> (mean: Double, variance: Double) {
    let biased = (variances[channel] + deviations[channel]) / batches
    return (means[channel], biased * rows / (rows - 1))
  }
}
