import NeuralNetwork
import TensorCore
import Testing

/// The gradient of a gradient penalty against differences of the penalty, which is itself made of differences.
struct GradientPenaltyTests {
  static let networks: [(name: String, input: Shape, layers: [LayerDescription], images: Int)] = [
    (
      "discriminator", Shape(height: 5, width: 4, channels: 1),
      [
        .convolution(.init(channels: 3, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
        .convolution(.init(channels: 4, kernelSize: 2, bias: true)), .leakyReLU(slope: 0.2),
        .linear(outputs: 1, bias: true),
      ], 3
    ),
    (
      "perceptron", Shape(height: 2, width: 3, channels: 2),
      [
        .linear(outputs: 7, bias: true), .leakyReLU(slope: 0.2), .linear(outputs: 5, bias: true), .relu,
        .linear(outputs: 1, bias: true),
      ], 4
    ),
    (
      "every layer there may be", Shape(height: 2, width: 2, channels: 2),
      [
        .leakyReLU(slope: 0.5), .reshape(height: 1, width: 4, channels: 2), .upsampling(scale: 2),
        .transposedConvolution(.init(channels: 3, kernelSize: 3, stride: 2, padding: 1, bias: true), outputPadding: 1),
        .leakyReLU(slope: 0.3), .leakyReLU(slope: 0.5), .linear(outputs: 6, bias: true),
        .reshape(height: 3, width: 1, channels: 2), .linear(outputs: 1, bias: true), .leakyReLU(slope: 0.2),
      ], 2
    ),
    (
      "projection on classes", Shape(height: 5, width: 4, channels: 1),
      [
        .convolution(.init(channels: 3, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
        .linear(outputs: 6, bias: true), .leakyReLU(slope: 0.2),
        .linear(outputs: 4, bias: true), .classProjection(classes: 3),
      ], 4
    ),
    ("a single layer", Shape(channels: 5), [.linear(outputs: 1, bias: true)], 2),
  ]

  /// Half the mean squared norm of the output's gradient. Images do not see each other, so the same place of all of
  /// them is changed at once.
  private func penalty(_ network: ReferenceNetwork, _ input: ReferenceImages) -> Double {
    let size = input.values.count / input.images
    var sum = 0.0
    for place in 0..<size {
      let outputs = [0x1p-14, -0x1p-14].map { step in
        var input = input
        for image in 0..<input.images { input.values[image * size + place] += step }
        return network.output(input).output.values
      }
      for (up, down) in zip(outputs[0], outputs[1]) {
        let slope = (up - down) / 0x1p-13
        sum += slope * slope
      }
    }
    return sum / 2 / Double(input.images)
  }

  private func sample(_ input: Shape, _ layers: [LayerDescription], images: Int) throws -> NetworkSample {
    for seed in 1...400 {
      let sample = try NetworkSample(input, layers, images: images, seed: UInt64(seed))
      let distance = sample.reference.output(sample.referenceInput).distanceToKink
      if distance > 0x1p-10, penalty(sample.reference, sample.referenceInput) > 1e-3 { return sample }
    }
    throw NoSampleError()
  }

  private struct NoSampleError: Error {}

  /// The gradients after a penalty alone, in PyTorch's order.
  private func gradients(
    _ sample: NetworkSample, _ context: ComputeContext, factor: Double, maximumImages: Int? = nil
  ) -> [String: [Float]] {
    let network = sample.network(context, maximumImages: maximumImages)
    let penalty = GradientPenalty(network, context)
    _ = network.forward(sample.inputTensor, .training)
    // The loss's own pass comes first, and must leave the masks alone.
    network.backward(sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: false)
    network.clearGradients()
    penalty.addGradients(images: sample.images, factor: factor)
    return NetworkSample.gradients(network)
  }

  /// Away from kinks the penalty is a square of every single weight: a difference is exact but for its rounding, some
  /// 2^-53 / 2^-14 of order 1 in g and 2^13 times that in the end, about 1e-7. Float32 adds a few times 1e-7 of the
  /// largest terms, which are of order 10.
  @Test(arguments: networks)
  func theGradientIsThatOfThePenalty(
    name: String, input: Shape, layers: [LayerDescription], images: Int
  ) throws {
    let sample = try sample(input, layers, images: images)
    let found = gradients(sample, try ComputeContext(threads: 2), factor: 1.5, maximumImages: images + 1)
    #expect(found.count == sample.parameters.count)
    for (name, gradient) in found.sorted(by: { $0.key < $1.key }) {
      let largest = gradient.map(abs).max() ?? 0
      #expect((largest == 0) == name.hasSuffix("bias"), "\(name)")
      for place in stride(from: 0, to: gradient.count, by: max(1, gradient.count / 9)) {
        let values = [0x1p-13, -0x1p-13].map { step in
          var network = sample.reference
          network.parameters[name]?[place] += step
          return penalty(network, sample.referenceInput)
        }
        let expected = 1.5 * (values[0] - values[1]) / 0x1p-12
        #expect(abs(Double(gradient[place]) - expected) < 2e-5 * (1 + Double(largest)), "\(name) at \(place)")
      }
    }
  }

  @Test func gradientsOfThePenaltyAreAddedAndGrowWithTheFactor() throws {
    let it = Self.networks[0]
    let (sample, context) = (try sample(it.input, it.layers, images: it.images), try ComputeContext(threads: 1))
    let once = gradients(sample, context, factor: 2)
    let network = sample.network(context)
    let penalty = GradientPenalty(network, context)
    _ = network.forward(sample.inputTensor, .training)
    network.clearGradients()
    for _ in 0..<2 { penalty.addGradients(images: sample.images, factor: 1) }
    let twice = NetworkSample.gradients(network)
    for (name, values) in once {
      for (one, two) in zip(values, twice[name] ?? []) { #expect(abs(one - two) <= 1e-6 * (1 + abs(one))) }
    }
  }

  @Test func bitsDependOnNobodyWhoComputesThem() throws {
    let layers: [LayerDescription] = [
      .convolution(.init(channels: 17, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
      .convolution(.init(channels: 70, kernelSize: 3, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
      .convolution(.init(channels: 4, kernelSize: 3, bias: true)), .classProjection(classes: 3),
    ]
    let sample = try NetworkSample(Shape(height: 13, width: 11, channels: 1), layers, images: 7, seed: 8)
    let expected = gradients(sample, try ComputeContext(threads: 1), factor: 3)
    for instructionSet in InstructionSet.available {
      for threads in [1, 2, 3, 7] {
        for order in [ParallelExecutor.Order.ascending, .scattered(seed: 3)] {
          let context = try ComputeContext(threads: threads, instructionSet: instructionSet, order: order)
          let same = gradients(sample, context, factor: 3) == expected
          #expect(same, "\(instructionSet), \(threads) threads, \(order)")
        }
      }
    }
    let guarded = try GuardedAllocation.$isOn.withValue(true) {
      gradients(sample, try ComputeContext(threads: 2), factor: 3)
    }
    #expect(guarded == expected)
  }

  @Test(
    arguments: [
      ([.linear(outputs: 2, bias: true), .batchNorm, .linear(outputs: 1, bias: true)], 1),
      ([.linear(outputs: 2, bias: true), .leakyReLU(slope: 0.2), .linear(outputs: 1, bias: true), .tanh], 3),
      ([.linear(outputs: 1, bias: true), .classModulation(classes: 2)], 1),
    ] as [([LayerDescription], Int)])
  func layersThatAreNoStraightPiecesAreFound(layers: [LayerDescription], place: Int) throws {
    let plan = try NetworkPlan(input: Shape(channels: 3), layers: layers)
    #expect(plan.layerWithCurvature == plan.layers[place])
    for it in Self.networks { #expect(try NetworkPlan(input: it.input, layers: it.layers).layerWithCurvature == nil) }
  }
}
