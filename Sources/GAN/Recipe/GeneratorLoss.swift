/// What the generator minimises, averaged over the fakes that the discriminator judges, where D is the probability of being
/// real that it gives a fake.
public enum GeneratorLoss: String, CaseIterable, Sendable {
  /// `-log D`. Its gradient with respect to the logit is `D - 1`: strong while the discriminator is not deceived.
  case nonSaturating = "non-saturating"
  /// `log(1 - D)`, the original objective's (Goodfellow et al., 2014, equation 1). Its gradient is `-D`, which vanishes
  /// while the discriminator wins.
  case minimax

  /// The binary cross entropy that it is: which target, and whether as it stands (1) or turned round (-1).
  var crossEntropy: (target: Float, factor: Float) {
    switch self {
    case .nonSaturating: (target: 1, factor: 1)
    case .minimax: (target: 0, factor: -1)
    }
  }
}
