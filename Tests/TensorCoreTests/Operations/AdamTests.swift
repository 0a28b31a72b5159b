import TensorCore
import Testing

/// The optimiser's loop against double precision (Kingma & Ba, 2015, algorithm 1, with PyTorch's place of epsilon).
struct AdamTests {
  /// One parameter in double precision, with a bound of what float32 may be off by.
  struct Reference {
    var weight: Double
    var m = 0.0
    var v = 0.0
    /// The first moment of the gradients' magnitudes, to which its rounding error is relative.
    var magnitude = 0.0
    var tolerance = 0.0

    /// Makes step `step`, counted from 1.
    ///
    /// Each step rounds m three times relative to the magnitudes (the coefficients, the product, the sum) and v four
    /// times, of which the root takes half; then root, correction, sum, product, quotient and step size add some: at
    /// most 6 t + 12 roundings of the change after t steps. The new weight is rounded once.
    mutating func step(
      _ gradient: Double, step: Int, learningRate: Double, beta1: Double, beta2: Double, epsilon: Double
    ) {
      m = beta1 * m + (1 - beta1) * gradient
      v = beta2 * v + (1 - beta2) * gradient * gradient
      magnitude = beta1 * magnitude + (1 - beta1) * abs(gradient)
      var (beta1Power, beta2Power) = (1.0, 1.0)
      for _ in 0..<step {
        beta1Power *= beta1
        beta2Power *= beta2
      }
      let denominator = (v / (1 - beta2Power)).squareRoot() + epsilon
      weight -= learningRate * m / (1 - beta1Power) / denominator
      let maximumChange = learningRate * magnitude / (1 - beta1Power) / denominator
      tolerance += roundingError(6 * step + 12) * maximumChange
      tolerance += unitRoundoff * (abs(weight) + tolerance)
    }
  }

  @Test(
    arguments: [(2e-4, 0.5, 0.999, 1e-8), (0.1, 0.9, 0.99, 1e-3), (1e-3, 0, 0.5, 1e-8)]
      as [(Double, Double, Double, Double)])
  func stepsFollowTheReference(learningRate: Double, beta1: Double, beta2: Double, epsilon: Double) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 120)
    for count in [1, 15, 16, 17, 16_500] {
      let start = generator.floats(count)
      let weights = Tensor(start)
      let gradients = Tensor(count: count)
      let firstMoments = Tensor(count: count)
      let secondMoments = Tensor(count: count)
      var references = start.map { Reference(weight: Double($0)) }
      var (beta1Power, beta2Power) = (1.0, 1.0)
      for step in 1...5 {
        let drawn = generator.floats(count, from: -0.5, to: 1)
        gradients.values = drawn
        beta1Power *= beta1
        beta2Power *= beta2
        context.adamStep(
          weights: weights, gradients: gradients, firstMoments: firstMoments, secondMoments: secondMoments,
          learningRate: learningRate, beta1: beta1, beta2: beta2, beta1Power: beta1Power, beta2Power: beta2Power,
          epsilon: epsilon)
        for index in 0..<count {
          references[index].step(
            Double(drawn[index]), step: step, learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
        }
        let found = mismatch(weights.values, references.map(\.weight), tolerances: references.map(\.tolerance))
        #expect(found == nil, "step \(step) of \(count) values")
        #expect(gradients.values == drawn, "the gradients are only read")
      }
    }
  }

  /// With bias correction the first step is the learning rate against the gradient's sign, whatever its size
  /// (Kingma & Ba, section 2.1), as far as epsilon is small beside the gradient.
  @Test func theFirstStepIsTheLearningRate() throws {
    let context = try ComputeContext(threads: 1)
    let gradients: [Float] = [1e-3, -1e-3, 1, -1, 1e6, -1e6]
    let weights = Tensor(count: gradients.count)
    context.adamStep(
      weights: weights, gradients: Tensor(gradients), firstMoments: Tensor(count: gradients.count),
      secondMoments: Tensor(count: gradients.count), learningRate: 2e-4, beta1: 0.5, beta2: 0.999, beta1Power: 0.5,
      beta2Power: 0.999, epsilon: 1e-8)
    let expected = gradients.doubles.map { -2e-4 * $0 / (abs($0) + 1e-8) }
    #expect(mismatch(weights.values, expected, tolerances: expected.map { roundingError(18) * abs($0) }) == nil)
  }

  /// Whatever is not finite, and wherever it stands, is noticed in the step that meets it.
  @Test(arguments: InstructionSet.available)
  func whatIsNotFiniteIsNoticed(instructionSet: InstructionSet) throws {
    let context = try ComputeContext(threads: 2, instructionSet: instructionSet)
    let count = 4 * 4096 + 17
    func step(
      weight: Float = 0.5, gradient: Float = 1, moment: Float = 0.1, secondMoment: Float = 0.1, at place: Int
    ) -> Bool {
      let tensors = [Float(0.5), 1, 0.1, 0.1].map { Tensor([Float](repeating: $0, count: count)) }
      for (tensor, value) in zip(tensors, [weight, gradient, moment, secondMoment]) { tensor[place] = value }
      return context.adamStep(
        weights: tensors[0], gradients: tensors[1], firstMoments: tensors[2], secondMoments: tensors[3],
        learningRate: 2e-4, beta1: 0.5, beta2: 0.999, beta1Power: 0.5, beta2Power: 0.999, epsilon: 1e-8)
    }
    for place in [0, 1, 15, 16, 4095, 4096, 3 * 4096 + 5, count - 17, count - 1] {
      #expect(step(at: place))
      for value in [Float.nan, -.nan, .infinity, -.infinity] {
        #expect(!step(weight: value, at: place))
        #expect(!step(gradient: value, at: place))
        #expect(!step(moment: value, at: place))
        #expect(!step(secondMoment: value, at: place))
      }
      // Finite both, but the square of the first is not.
      #expect(!step(gradient: 1e21, at: place))
      #expect(step(gradient: 1e19, at: place))
    }
  }

  /// The gaps between a network's parameters stay zero.
  @Test(arguments: [0.1, 1e300]) func aZeroWithoutGradientStaysZero(learningRate: Double) throws {
    let context = try ComputeContext(threads: 1)
    let weights = Tensor(count: 17)
    context.adamStep(
      weights: weights, gradients: Tensor(count: 17), firstMoments: Tensor(count: 17),
      secondMoments: Tensor(count: 17), learningRate: learningRate, beta1: 0.5, beta2: 0.999, beta1Power: 0.5,
      beta2Power: 0.999, epsilon: 1e-8)
    #expect(weights.values == [Float](repeating: 0, count: 17))
  }
}
