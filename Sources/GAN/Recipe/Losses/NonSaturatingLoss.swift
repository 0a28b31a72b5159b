import TensorCore

extension AdversarialLoss {
  /// Binary cross entropy for the discriminator, and `-log D` for the generator, where D is the probability of being
  /// real that the discriminator gives a fake: the cross entropy with the verdict "real" (Goodfellow et al., 2014,
  /// section 3). Its gradient with respect to the logit is `D - 1`: strong while the discriminator is not deceived.
  public static let nonSaturating = AdversarialLoss(
    "non-saturating",
    summary: "-log D(G(z)), whose gradient does not vanish while the discriminator still wins, early in a run",
    format: 2, takesSmoothLabels: true, range: crossEntropyRange, ofReal: { $0.crossEntropyOfReal() },
    ofFake: { $0.crossEntropy(target: 0) }, ofGenerator: { $0.crossEntropy(target: 1) })

  /// Guessing gives `log 2` for either batch. No cross entropy of real images is below the entropy of their labels,
  /// which is above 0 if they are smooth.
  @Sendable static func crossEntropyRange(realTarget: Double) -> ClosedRange<Double> {
    func entropy(_ part: Double) -> Double { part > 0 ? -part * portableLog(part) : 0 }
    return entropy(realTarget) + entropy(1 - realTarget)...2 * portableLog(2)
  }
}
