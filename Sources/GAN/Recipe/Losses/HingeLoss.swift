import TensorCore

extension AdversarialLoss {
  /// The hinge loss (Lim & Ye, 2017, "Geometric GAN"): the discriminator pays `max(0, 1 - y)` for the logit y of a real
  /// image and `max(0, 1 + y)` for that of a fake, so that it gains nothing beyond a margin; the generator pays `-y`.
  public static let hinge = AdversarialLoss(
    "hinge", summary: "-D(G(z)), against a discriminator that learns from what is within a margin alone",
    range: { _ in 0...2 }, ofReal: { $0.hinge(sign: 1) }, ofFake: { $0.hinge(sign: -1) },
    ofGenerator: { $0.minusLogit() })
}

extension DiscriminatorOutput {
  /// `max(0, 1 - sign * y)`. From margin to margin, -1 ... 1, what stands for the probability goes from 0 to 1.
  fileprivate func hinge(sign: Float) -> LossAndProbability {
    ofEachLogit(probability: Self.betweenMargins) { logit in
      let shortfall = 1 - sign * logit
      // Written so that what is no number is none in the loss.
      return shortfall <= 0 ? (0, 0) : (Double(shortfall), -sign)
    }
  }

  fileprivate func minusLogit() -> LossAndProbability {
    ofEachLogit(probability: Self.betweenMargins) { (-Double($0), -1) }
  }

  private static func betweenMargins(_ logit: Float) -> Double { min(max((Double(logit) + 1) / 2, 0), 1) }
}
