import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// Networks that begin with an activation train as if their input were copied first, which a reshaping to the same form
/// does.
struct FirstActivationTests {
  private static func architecture(
    generator: [LayerDescription], discriminator: [LayerDescription]
  ) -> Architecture {
    Architecture(
      name: "first-activation", latentSize: 3, image: Shape(height: 4, width: 4, channels: 1),
      generator: generator + [
        .linear(outputs: 16, bias: true), .reshape(height: 4, width: 4, channels: 1), .batchNorm, .tanh,
      ],
      discriminator: discriminator + [
        .convolution(.init(channels: 3, kernelSize: 2, bias: true)), .leakyReLU(slope: 0.2),
        .linear(outputs: 1, bias: true),
      ])
  }

  /// All that a few steps leave behind: tensors start with the same draws, and lie in the same order.
  private func results(generator: [LayerDescription], discriminator: [LayerDescription]) throws -> [[Float]] {
    let state = try TrainingState.trained(
      .sample(Self.architecture(generator: generator, discriminator: discriminator)), steps: 4)
    return state.namedState.compactMap { if case .floats(let values) = $0.read() { values } else { nil } }
  }

  @Test(arguments: [.relu, .leakyReLU(slope: 0.2), .tanh] as [LayerDescription])
  func aTrainingStepIsThatOfACopiedInput(activation: LayerDescription) throws {
    let copyOfImage = LayerDescription.reshape(height: 4, width: 4, channels: 1)
    let copyOfLatent = LayerDescription.reshape(height: 1, width: 1, channels: 3)
    let actual = try results(generator: [activation], discriminator: [activation])
    let expected = try results(
      generator: [copyOfLatent, activation], discriminator: [copyOfImage, activation])
    #expect(actual == expected)
  }

  @Test func theMemoryOfAFirstActivationIsCounted() throws {
    let image = Shape(height: 4, width: 4, channels: 2)
    func memory(_ layers: [LayerDescription]) throws -> Double {
      try NetworkPlan(input: image, layers: layers).memory(images: 10, for: .inference).kept
    }
    let copy = Double(10 * 4 * 4 * 2)
    #expect(try memory([.relu]) >= copy)
    // A second one works in place, and takes no more than what every layer does beside its values.
    #expect(try memory([.relu, .leakyReLU(slope: 0.2)]) - memory([.relu]) < copy)
  }
}
