extension GeneratorLoss {
  /// `-log D`, where D is the probability of being real that the discriminator gives a fake: the cross entropy with the
  /// verdict "real" (Goodfellow et al., 2014, section 3). Its gradient with respect to the logit is `D - 1`: strong
  /// while the discriminator is not deceived.
  public static let nonSaturating = GeneratorLoss(
    "non-saturating",
    summary: "-log D(G(z)), whose gradient does not vanish while the discriminator still wins, early in a run"
  ) { $0.crossEntropy(target: 1).loss }
}
