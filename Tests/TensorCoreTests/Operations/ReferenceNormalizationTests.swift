import Testing

/// The reference's gradients against differences of its outputs: what the engine is compared with is itself checked.
struct ReferenceNormalizationTests {
  /// A scalar function of the output whose gradient with respect to the output is `dy`.
  private func loss(_ x: [Double], _ dy: [Double], gammas: [Double], betas: [Double], slope: Double) -> Double {
    let columns = ReferenceNormalization.columns(x, channels: gammas.count)
    let channels = columns.enumerated().map { channel, values in
      let (mean, variance) = ReferenceNormalization.moments(values)
      return ReferenceNormalization.Channel(
        mean: mean, inverseDeviation: 1 / (variance + 1e-5).squareRoot(), gamma: gammas[channel],
        beta: betas[channel])
    }
    let normalization = ReferenceNormalization(channels: channels, slope: slope)
    return zip(normalization.output(x), dy).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// A central difference of step h = 2^-17 is off by h^2 / 6 = 1e-11 times a third derivative and by 2^-52 / h = 3e-11
  /// times the loss for every rounding of it. Both factors are of the order of 1000 at most for these few values of
  /// order 1, so 1e-7 is a bound with room, and far below the gradients.
  @Test(arguments: [0, 0.2, 1])
  func gradientsEqualDifferences(slope: Double) {
    let step = 0x1p-17
    let tolerance = 1e-7
    var generator = SeededGenerator(seed: 90)
    let channelCount = 3
    let x = generator.floats(7 * channelCount).doubles
    let dy = generator.floats(x.count).doubles
    let gammas = generator.floats(channelCount, from: 0.5, to: 1.5).doubles
    let betas = generator.floats(channelCount).doubles

    func difference(
      _ change: (_ x: inout [Double], _ gammas: inout [Double], _ betas: inout [Double], _ by: Double) -> Void
    )
      -> Double
    {
      let losses = [step, -step].map { step in
        var (x, gammas, betas) = (x, gammas, betas)
        change(&x, &gammas, &betas, step)
        return loss(x, dy, gammas: gammas, betas: betas, slope: slope)
      }
      return (losses[0] - losses[1]) / (2 * step)
    }
    let columns = ReferenceNormalization.columns(x, channels: channelCount)
    let channels = columns.enumerated().map { channel, values in
      let (mean, variance) = ReferenceNormalization.moments(values)
      return ReferenceNormalization.Channel(
        mean: mean, inverseDeviation: 1 / (variance + 1e-5).squareRoot(), gamma: gammas[channel],
        beta: betas[channel])
    }
    let gradient = ReferenceNormalization(channels: channels, slope: slope).gradient(x, dy)
    for index in x.indices {
      #expect(abs(gradient.input[index] - difference { x, _, _, by in x[index] += by }) <= tolerance)
    }
    for channel in 0..<channelCount {
      #expect(abs(gradient.gamma[channel] - difference { _, gammas, _, by in gammas[channel] += by }) <= tolerance)
      #expect(abs(gradient.beta[channel] - difference { _, _, betas, by in betas[channel] += by }) <= tolerance)
    }
  }
}
