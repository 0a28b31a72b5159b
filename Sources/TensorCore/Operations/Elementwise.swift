import KernelInterface
import Synchronization

/// Operations that treat every value on its own, in place.
extension ComputeContext {
  /// Values that one worker treats at a time: a multiple of a cache line.
  private static let elementChunk = 16384

  /// Replaces `x` by `slope * x` where it is not positive.
  public func leaky(_ x: Tensor, slope: Float) {
    forEachRange(x.count, chunk: Self.elementChunk) { [kernels] range in
      kernels.leaky(x.pointer + range.lowerBound, range.count, slope)
    }
  }

  /// Takes the gradient back through ``leaky(_:slope:)``, whose output was `y`.
  public func leakyGradient(_ gradient: Tensor, output y: Tensor, slope: Float) {
    precondition(gradient.count == y.count)
    forEachRange(y.count, chunk: Self.elementChunk) { [kernels] range in
      kernels.leakyGradient(
        gradient.pointer + range.lowerBound, y.pointer + range.lowerBound, range.count, slope)
    }
  }

  /// Replaces `x` by its hyperbolic tangent.
  public func tanh(_ x: Tensor) {
    forEachRange(x.count, chunk: Self.elementChunk) { [kernels] range in
      kernels.tanh(x.pointer + range.lowerBound, range.count)
    }
  }

  /// Takes the gradient back through ``tanh(_:)``, whose output was `y`.
  public func tanhGradient(_ gradient: Tensor, output y: Tensor) {
    precondition(gradient.count == y.count)
    forEachRange(y.count, chunk: Self.elementChunk) { [kernels] range in
      kernels.tanhGradient(gradient.pointer + range.lowerBound, y.pointer + range.lowerBound, range.count)
    }
  }

  /// Sets every value.
  public func fill(_ x: Tensor, with value: Float) {
    forEachRange(x.count, chunk: Self.elementChunk) { [kernels] range in
      kernels.fill(x.pointer + range.lowerBound, range.count, value)
    }
  }

  /// Adds `factor * x` to `y`.
  public func add(_ x: Tensor, times factor: Float, to y: Tensor) {
    precondition(x.count == y.count)
    forEachRange(x.count, chunk: Self.elementChunk) { [kernels] range in
      kernels.addScaled(x.pointer + range.lowerBound, factor, y.pointer + range.lowerBound, range.count)
    }
  }

  /// For each image, writes the sum of `weights * (y - x)^2` to `sums`, and its gradient with respect to `y` to
  /// `gradient`. `x` and `weights` each hold an image for each of `y`, or one for all of them.
  public func weightedSquares(_ y: Tensor, _ x: Tensor, weights: Tensor, sums: Tensor, gradient: Tensor) {
    precondition([x, weights].allSatisfy { $0.shape == y.shape || $0.shape == y.shape.with(images: 1) })
    precondition(gradient.count == y.count && sums.count == y.shape.images)
    let size = y.shape.imageCount
    let step = x.shape.images == 1 ? 0 : size
    let weightStep = weights.shape.images == 1 ? 0 : size
    executor.forEach(y.shape.images) { [kernels] image in
      sums[image] = kernels.weightedSquares(
        y.pointer + image * size, x.pointer + image * step, weights.pointer + image * weightStep, size,
        gradient.pointer + image * size)
    }
  }

  /// Makes one Adam step over flat buffers of parameters, gradients and moments. The powers are those of the betas by
  /// the number of steps, this one included.
  ///
  /// - Returns: whether all gradients were finite, and all weights and moments are.
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
        weights.pointer + range.lowerBound, gradients.pointer + range.lowerBound,
        firstMoments.pointer + range.lowerBound, secondMoments.pointer + range.lowerBound, range.count, coefficients)
      if !chunkIsFinite { isFinite.store(false, ordering: .relaxed) }
    }
    return isFinite.load(ordering: .relaxed)
  }
}
