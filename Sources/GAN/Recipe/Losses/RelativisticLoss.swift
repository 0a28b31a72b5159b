import TensorCore

extension AdversarialLoss {
  /// The relativistic pairing loss (Jolicoeur-Martineau, 2019; Huang et al., 2024, "The GAN is dead; long live the GAN!
  /// A modern baseline GAN"): real image i is compared with fake i. With the logits y and y' of the two, the
  /// discriminator minimises the mean of `log(1 + e^-(y - y'))`, and the generator that of `log(1 + e^-(y' - y))`.
  ///
  /// The probability of a real image is that of being more real than its fake, `1 / (1 + e^-(y - y'))`; a fake has the
  /// rest of it.
  public static let relativistic = AdversarialLoss(
    "relativistic", summary: "log(1 + e^(D(x) - D(G(z)))): each fake is to look more real than a real image",
    comparesPairs: true, range: { _ in 0...portableLog(2) }, ofReal: { $0.crossEntropyOfDifference(target: 1) },
    ofFake: {
      // The same loss once more: it was counted with the real images.
      LossAndProbability(loss: 0, probability: $0.crossEntropyOfDifference(target: 0).probability)
    }, ofGenerator: { $0.crossEntropyOfDifference(target: 1) })
}
