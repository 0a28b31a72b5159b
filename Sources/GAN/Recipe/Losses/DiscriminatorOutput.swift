import TensorCore

/// The logits that the discriminator gave a batch, one an image, and where the gradient of a loss of them belongs.
struct DiscriminatorOutput {
  /// How much more likely each image is real than fake.
  let logits: Tensor
  /// The logits of the images that each is compared with: fakes for real ones, and real ones for fakes. Only a loss
  /// that compares pairs may read them.
  let others: Tensor
  /// The gradient of the mean loss with respect to every logit.
  let gradient: Tensor
  /// The verdict that would be right for real images: 1, or a little less.
  let realTarget: Float
  let entropy: BinaryCrossEntropyOperation
  let context: ComputeContext

  /// Writes the gradient of the mean cross entropy with a verdict that would be right, 1 for real images and 0 for fake
  /// ones; both are multiplied by the factor.
  func crossEntropy(target: Float, factor: Float = 1) -> LossAndProbability {
    entropy(logits, target: target, factor: factor, gradient: gradient, context)
  }

  /// Writes the gradient of the mean cross entropy with ``realTarget``.
  func crossEntropyOfReal() -> LossAndProbability { crossEntropy(target: realTarget) }

  /// Writes the gradient of the mean cross entropy of how much each logit is above that of its partner.
  func crossEntropyOfDifference(target: Float) -> LossAndProbability {
    gradient.copy(from: logits)
    context.add(others, times: -1, to: gradient)
    return entropy(gradient, target: target, gradient: gradient, context)
  }

  /// Writes the gradient of the mean of a loss that treats every logit by itself.
  ///
  /// - Parameters:
  ///   - probability: what stands for the probability of being real.
  ///   - loss: the loss of a logit and its derivative.
  /// - Returns: the means of the loss and of what stands for the probability.
  func ofEachLogit(
    probability: (Float) -> Double, _ loss: (_ logit: Float) -> (value: Double, derivative: Float)
  ) -> LossAndProbability {
    let count = logits.count
    let scale = 1 / Float(count)
    var sum = LossAndProbability(loss: 0, probability: 0)
    for image in 0..<count {
      let logit = logits[image]
      let (value, derivative) = loss(logit)
      gradient[image] = derivative * scale
      sum.loss += value
      sum.probability += probability(logit)
    }
    return LossAndProbability(loss: sum.loss / Double(count), probability: sum.probability / Double(count))
  }
}
