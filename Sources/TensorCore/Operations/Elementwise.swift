import KernelInterface

/// Operations that treat every value on its own, in place.
extension ComputeContext {
  /// Values that one worker treats at a time: a multiple of a cache line.
  static let elementChunk = 16384

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

  /// Sets to zero a tensor that has memory of its own and is not read soon.
  public func clear(_ x: Tensor) {
    precondition(x.offset == 0, "the tensor begins with its storage, and so with a cache line")
    forEachRange(x.count, chunk: Self.elementChunk) { [kernels] range in
      kernels.clear(x.pointer + range.lowerBound, range.count)
    }
  }

  /// Adds `factor * x` to `y`.
  public func add(_ x: Tensor, times factor: Float, to y: Tensor) {
    precondition(x.count == y.count)
    forEachRange(x.count, chunk: Self.elementChunk) { [kernels] range in
      kernels.addScaled(x.pointer + range.lowerBound, factor, y.pointer + range.lowerBound, range.count)
    }
  }

  /// Moves `y` a part of the way towards `x`: a fused multiply-add takes that part of `y` away, and another adds that of
  /// `x`. The memory is passed over once.
  public func move(_ y: Tensor, towards x: Tensor, by fraction: Float) {
    precondition(x.count == y.count)
    forEachRange(x.count, chunk: Self.elementChunk) { [kernels] range in
      let target = y.pointer + range.lowerBound
      kernels.addScaled(target, -fraction, target, range.count)
      kernels.addScaled(x.pointer + range.lowerBound, fraction, target, range.count)
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
        WeightedSquaresOperands(
          values: y.pointer + image * size, targets: x.pointer + image * step,
          weights: weights.pointer + image * weightStep, count: size, gradient: gradient.pointer + image * size))
    }
  }
}
