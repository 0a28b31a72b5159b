import TrainingTestSupport
import Foundation
import NeuralNetwork
import TensorCore
import Testing

@testable import GAN

@Suite("The generator's loss")
struct GeneratorLossTests {
  /// Networks without batch normalisation, so that one image can be a batch.
  private static let architecture = Architecture(
    name: "plain", latentSize: 3, image: Shape(height: 2, width: 2, channels: 1),
    generator: [.linear(outputs: 4, bias: true), .reshape(height: 2, width: 2, channels: 1), .tanh],
    discriminator: [.linear(outputs: 3, bias: true), .leakyReLU(slope: 0.2), .linear(outputs: 1, bias: true)])

  /// The metrics of a first step on one image, whose step size leaves the discriminator as it was, and the gradients of
  /// the generator.
  private func step(_ loss: GeneratorLoss) throws -> (metrics: StepMetrics, gradients: [Float]) {
    var configuration = TrainingConfiguration.sample(
      Self.architecture, batchSize: 1, images: 1, learningRate: Double.leastNormalMagnitude)
    configuration.generatorLoss = loss
    let context = try ComputeContext.single()
    let state = try TrainingState(configuration, context)
    let metrics = TrainingStep(configuration, context)(
      state, real: BatchSource(configuration.sampleImages, configuration, context).batch(step: 0))
    let training = try #require(state.generator.network.parameters.training)
    return (metrics, training.gradients.values)
  }

  /// With one image the probability D before the discriminator's step, which changes nothing, is that of the generator's.
  /// The derivatives with respect to the logit are D - 1 and -D, and everything behind it is the same.
  @Test func bothFollowTheirDefinition() throws {
    let plain = try step(.nonSaturating)
    let minimax = try step(.minimax)
    let probability = plain.metrics.fakeProbability
    #expect(minimax.metrics.fakeProbability == probability)
    #expect(abs(plain.metrics.generatorLoss + log(probability)) < 1e-6)
    #expect(abs(minimax.metrics.generatorLoss - log(1 - probability)) < 1e-6)
    #expect(plain.gradients.contains { $0 != 0 })
    for (plain, minimax) in zip(plain.gradients, minimax.gradients) {
      let expected = Double(plain) * probability / (1 - probability)
      #expect(abs(Double(minimax) - expected) <= 1e-5 * abs(expected))
    }
  }
}
