extension AdversarialLoss {
  /// Binary cross entropy for the discriminator, and `log(1 - D)` for the generator, the original objective's
  /// (Goodfellow et al., 2014, equation 1): minus the cross entropy with the verdict "fake". Its gradient with respect
  /// to the logit is `-D`, which vanishes while the discriminator wins.
  public static let minimax = AdversarialLoss(
    "minimax", summary: "log(1 - D(G(z))), as the original formula has it", format: 2, takesSmoothLabels: true,
    range: crossEntropyRange, ofReal: { $0.crossEntropyOfReal() }, ofFake: { $0.crossEntropy(target: 0) },
    ofGenerator: { $0.crossEntropy(target: 0, factor: -1) })
}
