import TensorCore

extension OperationSample {
  /// Operations on every value by itself: fewer values than a vector, and more than one worker takes.
  static let elementwise: [OperationSample] =
    [7, 40_001].flatMap { count in
      [
        leaky(count), tanh(count), fill(count), pixels(count), permutation(count), binaryCrossEntropy(count),
        adam(count),
      ]
    } + [upsampling]

  private static func leaky(_ count: Int) -> OperationSample {
    OperationSample("leaky of \(count)") { context in
      var generator = SeededGenerator(seed: 132)
      let x = Tensor(generator.floats(count))
      let gradient = Tensor(generator.floats(count))
      context.leaky(x, slope: 0.2)
      context.leakyGradient(gradient, output: x, slope: 0.2)
      return x.values + gradient.values
    }
  }

  private static func tanh(_ count: Int) -> OperationSample {
    OperationSample("tanh of \(count)") { context in
      var generator = SeededGenerator(seed: 133)
      let x = Tensor(generator.floats(count, from: -3, to: 3))
      let gradient = Tensor(generator.floats(count))
      context.tanh(x)
      context.tanhGradient(gradient, output: x)
      return x.values + gradient.values
    }
  }

  private static func fill(_ count: Int) -> OperationSample {
    OperationSample("fill of \(count)") { context in
      let x = Tensor(count: count)
      context.fill(x, with: 0.1)
      return x.values
    }
  }

  private static func pixels(_ count: Int) -> OperationSample {
    OperationSample("pixels from \(count) bytes") { context in
      let x = Tensor(count: count)
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
      context.loadPixels(bytes[...], into: x)
      return x.values
    }
  }

  /// The count is odd, so that every place is doubled to another.
  private static func permutation(_ count: Int) -> OperationSample {
    OperationSample("permutation of 3 images of \(count)") { context in
      var generator = SeededGenerator(seed: 134)
      let shape = Shape(images: 3, channels: count)
      let x = Tensor(shape, generator.floats(3 * count))
      let (gathered, scattered) = (Tensor(shape), Tensor(shape))
      let places = (0..<count).map { ($0 * 2) % count }
      context.gatherValues(x, into: gathered, from: places)
      context.scatterValues(x, into: scattered, to: places)
      return gathered.values + scattered.values
    }
  }

  private static let upsampling = OperationSample("up-sampling") { context in
    var generator = SeededGenerator(seed: 137)
    let (small, large) = (
      Shape(images: 3, height: 7, width: 5, channels: 19), Shape(images: 3, height: 21, width: 15, channels: 19)
    )
    let (y, dx) = (Tensor(large), Tensor(small))
    context.upsample(Tensor(small, generator.floats(small.count)), into: y, scale: 3)
    context.upsampleGradient(Tensor(large, generator.floats(large.count)), into: dx, scale: 3)
    return y.values + dx.values
  }

  private static func binaryCrossEntropy(_ count: Int) -> OperationSample {
    OperationSample("binary cross entropy of \(count)") { context in
      var generator = SeededGenerator(seed: 135)
      let gradient = Tensor(count: count)
      let logits = Tensor(generator.floats(count, from: -20, to: 20))
      let mean = BinaryCrossEntropyOperation(images: count)(logits, target: 1, gradient: gradient, context)
      return gradient.values + [Float(mean.loss), Float(mean.probability)]
    }
  }

  private static func adam(_ count: Int) -> OperationSample {
    OperationSample("Adam of \(count)") { context in
      var generator = SeededGenerator(seed: 136)
      let weights = Tensor(generator.floats(count))
      let firstMoments = Tensor(generator.floats(count))
      let secondMoments = Tensor(generator.floats(count, from: 0, to: 1))
      context.adamStep(
        weights: weights, gradients: Tensor(generator.floats(count)), firstMoments: firstMoments,
        secondMoments: secondMoments, learningRate: 0.01, beta1: 0.5, beta2: 0.999, beta1Power: 0.25,
        beta2Power: 0.998, epsilon: 1e-8)
      return weights.values + firstMoments.values + secondMoments.values
    }
  }
}
