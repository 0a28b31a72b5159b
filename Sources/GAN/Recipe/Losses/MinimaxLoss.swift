extension GeneratorLoss {
  /// `log(1 - D)`, the original objective's (Goodfellow et al., 2014, equation 1): minus the cross entropy with the
  /// verdict "fake". Its gradient with respect to the logit is `-D`, which vanishes while the discriminator wins.
  public static let minimax = GeneratorLoss("minimax", summary: "log(1 - D(G(z))), as the original formula has it") {
    $0.crossEntropy(target: 0, factor: -1).loss
  }
}
