import TensorCore

extension AdversarialLoss {
  /// Half the squared distance of the discriminator's output to 1 for real images and 0 for fakes, and for the
  /// generator to 1 (Mao et al., 2017, "Least Squares Generative Adversarial Networks", equation 9).
  public static let leastSquares = AdversarialLoss(
    "lsgan", summary: "(D(G(z)) - 1)^2 / 2 of an output that is to be 1 for real images and 0 for fakes",
    takesSmoothLabels: true, range: { 0...$0 * $0 / 4 }, ofReal: { $0.halfSquare(target: $0.realTarget) },
    ofFake: { $0.halfSquare(target: 0) },
    ofGenerator: { $0.halfSquare(target: 1) })
}

extension DiscriminatorOutput {
  /// The output itself, cut to 0 ... 1, stands for the probability.
  fileprivate func halfSquare(target: Float) -> LossAndProbability {
    ofEachLogit(probability: { min(max(Double($0), 0), 1) }) { output in
      let difference = output - target
      return (Double(difference) * Double(difference) / 2, difference)
    }
  }
}
