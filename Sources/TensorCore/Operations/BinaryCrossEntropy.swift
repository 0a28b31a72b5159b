import KernelInterface

/// The mean loss of a batch and the mean probability that the discriminator gave it.
public struct LossAndProbability: Sendable, Equatable {
  /// The mean binary cross entropy.
  public var loss: Double
  /// The mean of the logistic function of the logits.
  public var probability: Double

  /// Creates a pair.
  public init(loss: Double, probability: Double) {
    self.loss = loss
    self.probability = probability
  }
}

/// Binary cross entropy on logits, averaged over a batch of one logit an image.
public final class BinaryCrossEntropyOperation {
  private let losses: Tensor
  private let probabilities: Tensor

  /// Plans for batches of at most `images` logits.
  public init(images: Int) {
    losses = Tensor(count: images)
    probabilities = Tensor(count: images)
  }

  /// Writes the gradient of the mean loss with respect to every logit, and returns the mean loss. All logits share the
  /// target, the probability that they should have stood for: 1 for real images, 0 for fake ones. Loss and gradient are
  /// multiplied by the factor.
  public func callAsFunction(
    _ logits: Tensor, target: Float, factor: Float = 1, gradient: Tensor, _ context: ComputeContext
  ) -> LossAndProbability {
    let count = logits.count
    precondition(gradient.count == count && count <= losses.count)
    context.kernels.binaryCrossEntropy(
      BinaryCrossEntropyOperands(
        logits: logits.pointer, count: count, target: target, scale: factor / Float(count), losses: losses.pointer,
        probabilities: probabilities.pointer, gradient: gradient.pointer))
    var sum = LossAndProbability(loss: 0, probability: 0)
    for index in 0..<count {
      sum.loss += Double(losses[index])
      sum.probability += Double(probabilities[index])
    }
    return LossAndProbability(
      loss: Double(factor) * sum.loss / Double(count), probability: sum.probability / Double(count))
  }
}
