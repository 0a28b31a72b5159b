import TensorCore

/// The logits that the discriminator gave a batch, one an image, and where the gradient of a loss of them belongs.
struct DiscriminatorOutput {
  /// How much more likely each image is real than fake.
  let logits: Tensor
  /// The gradient of the mean loss with respect to every logit.
  let gradient: Tensor
  let entropy: BinaryCrossEntropyOperation
  let context: ComputeContext

  /// Writes the gradient of the mean cross entropy with a verdict that would be right, 1 for real images and 0 for fake
  /// ones; both are multiplied by the factor.
  func crossEntropy(target: Float, factor: Float = 1) -> LossAndProbability {
    entropy(logits, target: target, factor: factor, gradient: gradient, context)
  }
}
