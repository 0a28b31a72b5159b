import KernelInterface
import Synchronization

/// The arithmetic of the Adam optimiser.
extension ComputeContext {
  /// Makes one Adam step over flat buffers of parameters, gradients and moments. The powers are those of the betas by
  /// the number of steps, this one included.
  ///
  /// - Returns: whether the squares of all gradients were finite, and all weights and moments are.
  @discardableResult
  public func adamStep(
    weights: Tensor, gradients: Tensor, firstMoments: Tensor, secondMoments: Tensor, learningRate: Double,
    beta1: Double, beta2: Double, beta1Power: Double, beta2Power: Double, epsilon: Double
  ) -> Bool {
    precondition(weights.count == gradients.count)
    precondition(weights.count == firstMoments.count && weights.count == secondMoments.count)
    let coefficients = AdamCoefficients(
      beta1: Float(beta1), beta2: Float(beta2), oneMinusBeta1: Float(1 - beta1), oneMinusBeta2: Float(1 - beta2),
      // Infinity would turn the zeros between the tensors of a flat buffer into what is not a number.
      stepSize: Float(min(learningRate / (1 - beta1Power), Double(Float.greatestFiniteMagnitude))),
      inverseRootCorrection: Float(1 / (1 - beta2Power).squareRoot()), epsilon: Float(epsilon))
    let isFinite = Atomic(true)
    forEachRange(weights.count, chunk: Self.elementChunk) { [kernels] range in
      let chunkIsFinite = kernels.adam(
        AdamOperands(
          weights: weights.pointer + range.lowerBound, gradients: gradients.pointer + range.lowerBound,
          firstMoments: firstMoments.pointer + range.lowerBound,
          secondMoments: secondMoments.pointer + range.lowerBound, count: range.count), coefficients)
      if !chunkIsFinite { isFinite.store(false, ordering: .relaxed) }
    }
    return isFinite.load(ordering: .relaxed)
  }
}
