import TensorCore

/// A batch normalisation to try: extents, and what every channel is normalised by.
struct NormalizationCase: CustomStringConvertible {
  var shape: Shape
  var reference: ReferenceNormalization

  var description: String { "\(shape), slope \(reference.slope)" }

  /// Rows and channels around the engine's boundaries: a vector of 16 channels, and chunks of `max(8, 8192 / channels)`
  /// rows.
  static let shapes: [Shape] =
    [1, 2, 3, 5, 15, 16, 17, 64, 100].flatMap { channels in
      [(1, 1, 2), (2, 1, 1), (3, 1, 1), (2, 3, 5), (3, 7, 7)].map {
        Shape(images: $0.0, height: $0.1, width: $0.2, channels: channels)
      }
    } + [
      Shape(images: 3, height: 5, width: 3, channels: 1100), Shape(images: 3, height: 19, width: 17, channels: 20),
    ]

  /// An operation that normalises by this case's channels, planned for larger batches too.
  var operation: NormalizationOperation {
    let operation = NormalizationOperation(maximum: shape.with(images: shape.images + 1))
    for (channel, it) in reference.channels.enumerated() {
      operation.setChannel(
        channel, mean: it.mean, inverseDeviation: it.inverseDeviation, gamma: Float(it.gamma), beta: Float(it.beta))
    }
    return operation
  }

  func output(_ x: [Float], _ context: ComputeContext) -> [Float] {
    let y = Tensor(shape)
    operation.normalize(Tensor(shape, x), y, slope: Float(reference.slope), context)
    return y.values
  }

  func gradient(_ x: [Float], _ dy: [Float], _ context: ComputeContext) -> (
    input: [Float], gamma: [Double], beta: [Double]
  ) {
    let input = Tensor(shape, x)
    let gradient = Tensor(shape, dy)
    var gamma = [Double](repeating: .nan, count: shape.channels)
    var beta = gamma
    let operation = operation
    // The gradient goes with the normalisation before it.
    operation.normalize(input, Tensor(shape), slope: Float(reference.slope), context)
    operation.gradient(
      input, gradient, slope: Float(reference.slope), inverseDeviation: reference.channels.map(\.inverseDeviation),
      context
    ) { channel, gammaGradient, betaGradient in
      gamma[channel] = gammaGradient
      beta[channel] = betaGradient
    }
    return (gradient.values, gamma, beta)
  }
}
