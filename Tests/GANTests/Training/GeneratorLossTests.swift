import Foundation
import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

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

  /// With one image the probability D before the discriminator's step, which changes nothing, is that of the
  /// generator's. The derivatives with respect to the logit are D - 1 and -D, and everything behind it is the same.
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

  /// The mean of so few logits of order 1 is exact to some units of 2^-24, over twice the step of 2^-8; the step adds
  /// its square, 1.5e-5, times a third derivative below 1.
  @Test(arguments: GeneratorLoss.allCases) func theGradientIsThatOfTheValue(of loss: GeneratorLoss) throws {
    let context = try ComputeContext.single()
    let logits = Tensor(Shape(images: 3, channels: 1))
    let gradient = Tensor(logits.shape)
    let verdict = DiscriminatorOutput(
      logits: logits, gradient: gradient, entropy: BinaryCrossEntropyOperation(images: 3), context: context)
    let middle: [Float] = [-1.5, 0.25, 2]
    logits.values = middle
    _ = loss.evaluate(verdict)
    let actual = gradient.values
    for image in 0..<3 {
      func value(_ step: Float) -> Double {
        logits.values = middle
        logits[image] += step
        return loss.evaluate(verdict)
      }
      let expected = (value(0x1p-8) - value(-0x1p-8)) / 0x1p-7
      #expect(abs(Double(actual[image]) - expected) < 1e-4)
    }
  }

  @Test func everyLossIsFoundByItsName() {
    for loss in GeneratorLoss.allCases {
      #expect(GeneratorLoss(rawValue: loss.rawValue) == loss)
      #expect(!loss.summary.hasSuffix("."))
    }
    #expect(GeneratorLoss(rawValue: "none") == nil)
    #expect(Set(GeneratorLoss.allCases).count == GeneratorLoss.allCases.count)
  }
}
