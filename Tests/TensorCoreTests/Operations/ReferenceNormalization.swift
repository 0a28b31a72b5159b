/// Batch normalisation by its definition, in double precision: for a channel with values x and n rows,
/// `h = (x - mean) * inverseDeviation`, `y = leaky(gamma * h + beta)`. Rows of channels, as the engine sees a tensor.
struct ReferenceNormalization {
  /// What one channel is normalised by.
  struct Channel {
    var mean: Double
    var inverseDeviation: Double
    var gamma: Double
    var beta: Double
  }

  var channels: [Channel]
  var slope: Double

  /// The values of every channel of some rows.
  static func columns(_ x: [Double], channels: Int) -> [[Double]] {
    (0..<channels).map { channel in stride(from: channel, to: x.count, by: channels).map { x[$0] } }
  }

  /// The mean and the biased variance of some values.
  static func moments(_ x: [Double]) -> (mean: Double, variance: Double) {
    let mean = x.reduce(0, +) / Double(x.count)
    return (mean, x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count))
  }

  /// The values before the activation.
  func preactivation(_ x: [Double]) -> [Double] {
    x.enumerated().map { index, value in
      let it = channels[index % channels.count]
      return it.gamma * (value - it.mean) * it.inverseDeviation + it.beta
    }
  }

  func output(_ x: [Double]) -> [Double] {
    preactivation(x).map { $0 > 0 ? $0 : slope * $0 }
  }

  /// The gradient of the values before the activation.
  func preactivationGradient(_ x: [Double], _ dy: [Double]) -> [Double] {
    zip(preactivation(x), dy).map { $0 > 0 ? $1 : slope * $1 }
  }

  /// The gradients of the input, of every gamma and of every beta, where mean and deviation are those of the batch
  /// (Ioffe & Szegedy, 2015, section 3): `dx = gamma * inverseDeviation * (g - (sum g + h * sum g h) / n)`.
  func gradient(_ x: [Double], _ dy: [Double]) -> (input: [Double], gamma: [Double], beta: [Double]) {
    let g = preactivationGradient(x, dy)
    let rows = Double(x.count / channels.count)
    var gamma = [Double](repeating: 0, count: channels.count)
    var beta = gamma
    func normalized(_ index: Int) -> Double {
      let it = channels[index % channels.count]
      return (x[index] - it.mean) * it.inverseDeviation
    }
    for index in x.indices {
      gamma[index % channels.count] += g[index] * normalized(index)
      beta[index % channels.count] += g[index]
    }
    let input = x.indices.map { index in
      let channel = index % channels.count
      let it = channels[channel]
      return it.gamma * it.inverseDeviation * (g[index] - (beta[channel] + normalized(index) * gamma[channel]) / rows)
    }
    return (input, gamma, beta)
  }
}
