import Foundation
import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

struct AdversarialLossTests {
  /// Networks without batch normalisation, so that one image can be a batch.
  private static let architecture = Architecture(
    name: "plain", latentSize: 3, image: Shape(height: 2, width: 2, channels: 1),
    generator: [.linear(outputs: 4, bias: true), .reshape(height: 2, width: 2, channels: 1), .tanh],
    discriminator: [.linear(outputs: 3, bias: true), .leakyReLU(slope: 0.2), .linear(outputs: 1, bias: true)])

  /// The metrics of a first step on one image, whose step size leaves the discriminator as it was, and the gradients of
  /// the generator.
  private func step(_ loss: AdversarialLoss) throws -> (metrics: StepMetrics, gradients: [Float]) {
    var configuration = TrainingConfiguration.sample(
      Self.architecture, batchSize: 1, images: 1, learningRate: Double.leastNormalMagnitude)
    configuration.loss = loss
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

  /// The losses by their definitions, in double precision: of a logit, of its partner's, and of the target of real
  /// images.
  private struct Definition: Sendable {
    let ofReal: @Sendable (_ own: Double, _ other: Double, _ target: Double) -> Double
    let ofFake: @Sendable (_ own: Double, _ other: Double) -> Double
    let ofGenerator: @Sendable (_ own: Double, _ other: Double) -> Double
    let probability: @Sendable (_ own: Double, _ other: Double) -> Double
  }

  private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private static func definition(of loss: AdversarialLoss) throws -> Definition {
    let crossEntropy: @Sendable (Double, Double) -> Double = {
      -$1 * log(logistic($0)) - (1 - $1) * log(1 - logistic($0))
    }
    switch loss {
    case .nonSaturating:
      return Definition(
        ofReal: { crossEntropy($0, $2) }, ofFake: { own, _ in crossEntropy(own, 0) },
        ofGenerator: { own, _ in crossEntropy(own, 1) }, probability: { own, _ in logistic(own) })
    case .minimax:
      return Definition(
        ofReal: { crossEntropy($0, $2) }, ofFake: { own, _ in crossEntropy(own, 0) },
        ofGenerator: { own, _ in log(1 - logistic(own)) }, probability: { own, _ in logistic(own) })
    case .hinge:
      return Definition(
        ofReal: { own, _, _ in max(0, 1 - own) }, ofFake: { own, _ in max(0, 1 + own) },
        ofGenerator: { own, _ in -own }, probability: { own, _ in min(max((own + 1) / 2, 0), 1) })
    case .leastSquares:
      return Definition(
        ofReal: { ($0 - $2) * ($0 - $2) / 2 }, ofFake: { own, _ in own * own / 2 },
        ofGenerator: { own, _ in (own - 1) * (own - 1) / 2 }, probability: { own, _ in min(max(own, 0), 1) })
    case .relativistic:
      return Definition(
        ofReal: { own, other, _ in log(1 + exp(other - own)) }, ofFake: { own, other in log(1 + exp(own - other)) },
        ofGenerator: { own, other in log(1 + exp(other - own)) }, probability: { logistic($0 - $1) })
    default: throw UndefinedLossError()
    }
  }

  private struct UndefinedLossError: Error {}

  private static let own: [Float] = [-1.5, 0.25, 2]
  private static let others: [Float] = [0.5, -0.75, 1.75]

  /// What a part of a loss says of the logits above.
  private func evaluate(_ part: AdversarialLoss.Part, target: Double) throws -> (LossAndProbability, [Float]) {
    let logits = Tensor(Shape(images: 3, channels: 1))
    let (others, gradient) = (Tensor(logits.shape), Tensor(logits.shape))
    logits.values = Self.own
    others.values = Self.others
    let found = part(
      DiscriminatorOutput(
        logits: logits, others: others, gradient: gradient, realTarget: Float(target),
        entropy: BinaryCrossEntropyOperation(images: 3), context: try .single()))
    #expect(logits.values == Self.own && others.values == Self.others)
    return (found, gradient.values)
  }

  /// Three logits of order 1, a few roundings of float32 each; the step of the difference adds its square, 1e-6.
  @Test(arguments: AdversarialLoss.allCases, [1, 0.875])
  func everyPartIsWhatItsDefinitionSays(of loss: AdversarialLoss, target: Double) throws {
    let definition = try Self.definition(of: loss)
    let parts: [(AdversarialLoss.Part, (Double, Double) -> Double)] = [
      (loss.ofReal, { definition.ofReal($0, $1, target) }), (loss.ofFake, definition.ofFake),
      (loss.ofGenerator, definition.ofGenerator),
    ]
    for (place, (part, function)) in parts.enumerated() {
      let (found, gradient) = try evaluate(part, target: target)
      let pairs = zip(Self.own.map(Double.init), Self.others.map(Double.init))
      // The discriminator's loss of pairs is counted once.
      let isCounted = !loss.comparesPairs || place != 1
      let expected = isCounted ? pairs.map(function).reduce(0, +) / 3 : 0
      #expect(abs(found.loss - expected) < 1e-6, "part \(place)")
      #expect(abs(found.probability - pairs.map(definition.probability).reduce(0, +) / 3) < 1e-6, "part \(place)")
      for (image, (own, other)) in pairs.enumerated() {
        let slope = (function(own + 1e-3, other) - function(own - 1e-3, other)) / 2e-3 / 3
        #expect(abs(Double(gradient[image]) - slope) < 2e-6, "part \(place), image \(image)")
      }
    }
  }

  /// The range that health measures a loss by: no logit gives less, and a constant output that is best gives its end.
  @Test(arguments: AdversarialLoss.allCases, [1, 0.875])
  func theRangeGoesFromTheLeastLossToThatOfGuessing(of loss: AdversarialLoss, target: Double) throws {
    let definition = try Self.definition(of: loss)
    let range = loss.range(loss.takesSmoothLabels ? target : 1)
    let logits = Array(stride(from: -12.0, through: 12, by: 0.0625))
    func sum(_ real: Double, _ fake: Double) -> Double {
      definition.ofReal(real, fake, target) + (loss.comparesPairs ? 0 : definition.ofFake(fake, real))
    }
    let least = logits.map { real in logits.map { sum(real, $0) }.min() ?? 0 }.min() ?? 0
    #expect(least >= range.lowerBound && least < range.lowerBound + 1e-3)
    let best = logits.map { sum($0, $0) }.min() ?? 0
    // Smooth labels move the best guess of a cross entropy a little away from a logit of 0.
    #expect(best <= range.upperBound + 1e-9 && best > 0.98 * range.upperBound)
  }

  @Test func smoothLabelsAreRefusedWhereThereAreNoLabels() throws {
    var configuration = TrainingConfiguration.sample()
    configuration.labelSmoothing = 0.1
    #expect(configuration.format == 3)
    for loss in AdversarialLoss.allCases {
      configuration.loss = loss
      if loss.takesSmoothLabels {
        _ = try TrainingState(configuration, .single())
      } else {
        let error = #expect(throws: SettingConflict.self) { try TrainingState(configuration, .single()) }
        #expect(error?.description.contains("the loss '\(loss.rawValue)' is about differences") == true)
      }
    }
  }

  /// Programs from before know the first two alone.
  @Test func laterLossesNeedALaterFormat() throws {
    var configuration = TrainingConfiguration.sample()
    for loss in AdversarialLoss.allCases {
      configuration.loss = loss
      #expect(configuration.format == (loss == .nonSaturating || loss == .minimax ? 2 : 3))
      #expect(try TrainingConfiguration(json: configuration.json, architecture: .small) == configuration)
    }
  }

  @Test func everyLossIsFoundByItsName() {
    for loss in AdversarialLoss.allCases {
      #expect(AdversarialLoss(rawValue: loss.rawValue) == loss)
      #expect(!loss.summary.hasSuffix("."))
    }
    #expect(AdversarialLoss(rawValue: "none") == nil)
    #expect(Set(AdversarialLoss.allCases).count == AdversarialLoss.allCases.count)
  }
}
