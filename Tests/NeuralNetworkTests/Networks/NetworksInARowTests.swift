import NeuralNetwork
import TensorCore
import Testing

/// The gradient of one network's parameters through another, as a generator has it through a discriminator.
struct NetworksInARowTests {
  private static let images = 3
  private static let grid = Shape(height: 2, width: 3, channels: 2)

  static let beginnings: [[LayerDescription]] = [
    [.relu], [.leakyReLU(slope: 0.2)], [.tanh], [.leakyReLU(slope: 0.2), .tanh], [.batchNorm, .relu],
    [.upsampling(scale: 1), .relu], [.reshape(height: 2, width: 3, channels: 2), .leakyReLU(slope: 0.2)],
  ]
  static let endings: [[LayerDescription]] = [
    [], [.tanh], [.leakyReLU(slope: 0.5)], [.batchNorm, .leakyReLU(slope: 0.2)],
  ]

  /// Rounding moves values of order 1 by tens of units of 2^-24, differences of step 2^-17 by 1e-10: both are far below
  /// the bound, and a gradient taken at another output than the first network's own is far above it.
  @Test(arguments: endings, beginnings)
  func theSecondLeavesTheFirstsOutputAlone(ending: [LayerDescription], beginning: [LayerDescription]) throws {
    let context = try ComputeContext(threads: 2)
    let (first, second) = try samples(ending: ending, beginning: beginning)
    let (generator, discriminator) = (first.network(context), second.network(context))

    let image = generator.forward(first.inputTensor, .training)
    _ = discriminator.forward(image, .training)
    let imageGradient = try #require(
      discriminator.backward(second.outputGradientTensor, addsParameterGradients: false, needsInputGradient: true))
    generator.backward(imageGradient, addsParameterGradients: true, needsInputGradient: false)

    let reference = Self.inARow(first, second)
    for (name, gradient) in NetworkSample.gradients(generator) {
      let expected = gradient.indices.map {
        reference.derivative(
          first.referenceInput, outputWeights: second.outputGradient.map(Double.init), .parameter(name), at: $0,
          step: 0x1p-17)
      }
      let scale = max(1, expected.map(abs).max() ?? 1)
      for (value, expected) in zip(gradient, expected) {
        #expect(abs(Double(value) - expected) <= 2e-5 * scale, "\(name)")
      }
    }
  }

  /// The first pair whose rectifiers are all so far from their kinks that no difference reaches one.
  private func samples(
    ending: [LayerDescription], beginning: [LayerDescription]
  ) throws -> (NetworkSample, NetworkSample) {
    for seed in UInt64(1)...100 {
      let first = try NetworkSample(
        Shape(channels: 4),
        [
          .linear(outputs: Self.grid.imageCount, bias: true),
          .reshape(height: Self.grid.height, width: Self.grid.width, channels: Self.grid.channels),
        ] + ending, images: Self.images, seed: 2 * seed)
      let second = try NetworkSample(
        Self.grid,
        beginning + [
          .convolution(.init(channels: 3, kernelSize: 2, bias: true)), .leakyReLU(slope: 0.2),
          .linear(outputs: 1, bias: true),
        ], images: Self.images, seed: 2 * seed + 1)
      if Self.inARow(first, second).output(first.referenceInput).distanceToKink > 0x1p-10 { return (first, second) }
    }
    throw NoSampleError()
  }

  private struct NoSampleError: Error {}

  /// Both as one network of the reference, which keeps every value.
  private static func inARow(_ first: NetworkSample, _ second: NetworkSample) -> ReferenceNetwork {
    var network = first.reference
    let offset = network.layers.count
    network.layers += second.reference.layers
    for (name, values) in second.reference.parameters {
      let parts = name.split(separator: ".")
      guard parts.count == 2, let index = Int(parts[0]) else { continue }
      network.parameters["\(offset + index).\(parts[1])"] = values
    }
    return network
  }
}
