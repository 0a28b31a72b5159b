import FileFormats
import Foundation
import NeuralNetwork
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import LatentSpace
@testable import Runs

struct LatentSearchTests {
  let model: LoadedModel
  private let directory: TemporaryDirectory
  private let settings = SearchSettings(candidates: 70, restarts: 3, steps: 60, realism: 0.01, seed: 4)

  init() throws {
    directory = try TemporaryDirectory()
    let path = directory.file("model.safetensors")
    let state = try TrainingState.trained(.sample(), steps: 120)
    // After so few steps images have little contrast: a last layer with larger weights gives them more.
    for item in state.networkState where item.name == "generator.10.weight" {
      if case .floats(let weights) = item.read() { item.write(.floats(weights.map { 4 * $0 })) }
    }
    try Checkpoint.write(state, to: path)
    model = try LoadedModel(path: path)
  }

  private func generated(_ count: Int, _ context: ComputeContext) throws -> ImageSet {
    var bytes: [UInt8] = []
    try model.generator(maximumImages: 8, context).sample(count: count, first: 0, seed: 9, distribution: .normal) {
      bytes += PixelValues.bytes(nearest: $1)
    }
    return ImageSet(count: count, height: 8, width: 8, channels: 1, bytes: bytes)
  }

  private func search(_ images: ImageSet, _ settings: SearchSettings, _ context: ComputeContext) throws
    -> [[FoundLatent]]
  {
    try LatentSearch(model, settings, context).run(SearchTargets(images, context))
  }

  @Test func whatTheGeneratorMadeIsFoundAgainTheBestResultFirst() throws {
    let context = try ComputeContext.single()
    let images = try generated(5, context)
    let start = try search(images, SearchSettings(candidates: 70, restarts: 1, steps: 1, learningRate: 1e-9), context)
    let found = try search(images, SearchSettings(candidates: 70, restarts: 3, steps: 200), context)
    #expect(found.map(\.count) == [3, 3, 3, 3, 3])
    for (place, results) in found.enumerated() {
      #expect(results.allSatisfy { $0.image == place })
      #expect(results.map(\.error) == results.map(\.error).sorted())
      #expect(results[0].error < 0.2 * start[place][0].error)
    }
  }

  @Test func progressBeginsWithTheCandidatesGrowsAndEndsWithTheLastStep() throws {
    let context = try ComputeContext.single()
    let settings = SearchSettings(candidates: 130, restarts: 2, steps: 10)
    var fractions: [Double] = []
    _ = try LatentSearch(model, settings, context).run(SearchTargets(try generated(2, context), context)) {
      fractions.append($0)
    }
    #expect(fractions == fractions.sorted())
    #expect(fractions.count == 3 + 10 && fractions.last == 1)
    #expect(fractions[0] == 64.0 / 250)
  }

  @Test func whatIsFoundForAnImageDependsOnNeitherItsNeighboursNorTheThreads() throws {
    let context = try ComputeContext.single()
    let images = try generated(24, context)
    let together = try search(images, settings, try ComputeContext(threads: 3))
    for place in [0, 7, 23] {
      let alone = images.subset(at: [place])
      let found = try search(alone, settings, context)[0]
      #expect(found.map(\.latent) == together[place].map(\.latent))
      #expect(found.map(\.error) == together[place].map(\.error))
    }
  }

  /// The objective in double precision from the networks' float32 outputs: their rounding, 1e-6 at most here, is
  /// divided by the step of the difference, 2^-7, whose own error is of the order of its square, 6e-5, times the
  /// gradient.
  @Test(arguments: [0.0, 0.5], [0.0, 0.3])
  func theGradientIsThatOfLikenessPriorAndVerdict(prior: Double, realism: Double) throws {
    let context = try ComputeContext.single()
    let networks = try model.networksWithInputGradients(maximumImages: 2, withDiscriminator: true, context)
    let (generator, discriminator) = (networks.generator.network, try #require(networks.discriminator).network)
    let objective = SearchObjective(
      generator: generator, discriminator: discriminator, distribution: .normal,
      SearchSettings(prior: prior, realism: realism), context)
    let targets = objective.batch(
      [1, 0], of: SearchTargets(try generated(2, context), weights: (0..<64).map { Float($0 % 5) }, context))
    let latents = Tensor(Shape(images: 2, channels: 5))
    LatentDistribution.normal.fillSamples(latents, seed: 77, first: 0)

    func value() -> Double {
      let images = generator.forward(latents, .inference)
      var sum = objective.errors(images, targets).reduce(0, +)
      for logit in discriminator.forward(images, .inference).values {
        sum -= realism * log(1 + exp(Double(logit)))
      }
      for image in 0..<2 {
        let square = latents.values[image * 5..<image * 5 + 5].reduce(0.0) { $0 + Double($1) * Double($1) }
        sum += prior * (square / 5 - 1) * (square / 5 - 1)
      }
      return sum
    }
    let gradients = Tensor(latents.shape)
    objective.gradient(latents, targets, into: gradients)
    let scale = gradients.values.map(abs).max() ?? 0
    #expect(scale > 1e-3)
    // Steps so short that hardly a rectifier changes sides on the way.
    for index in 0..<latents.count {
      let middle = latents[index]
      latents[index] = middle + 0x1p-9
      let above = value()
      latents[index] = middle - 0x1p-9
      let difference = (above - value()) * 0x1p8
      latents[index] = middle
      #expect(abs(Double(gradients[index]) - difference) < 0.02 * Double(scale) + 3e-4, "value \(index)")
    }
  }

  /// A network that begins with an activation keeps its input: latents and images are read again after its passes.
  @Test func networksThatBeginWithAnActivationAreSearchedAsIfTheirInputWereCopied() throws {
    let context = try ComputeContext.single()
    func found(copies: Bool) throws -> [[FoundLatent]] {
      var architecture = Architecture.small
      architecture.generator.insert(.leakyReLU(slope: 0.3), at: 0)
      architecture.discriminator.insert(.tanh, at: 0)
      if copies {
        architecture.generator.insert(.reshape(height: 1, width: 1, channels: 5), at: 0)
        architecture.discriminator.insert(.reshape(height: 8, width: 8, channels: 1), at: 0)
      }
      let path = directory.file("activation-\(copies).safetensors")
      try Checkpoint.write(try TrainingState(.sample(architecture), context), to: path)
      return try LatentSearch(
        try LoadedModel(path: path), SearchSettings(candidates: 9, restarts: 2, steps: 5, realism: 0.5, seed: 4),
        context
      ).run(SearchTargets(try generated(2, context), context))
    }
    let (actual, expected) = (try found(copies: false), try found(copies: true))
    #expect(actual.flatMap { $0.map(\.latent) } == expected.flatMap { $0.map(\.latent) })
    #expect(actual.flatMap { $0.map(\.error) } == expected.flatMap { $0.map(\.error) })
  }

  @Test(arguments: [1, 0.5, 0.125])
  func aStepGoesAFractionOfTheRateAgainstTheGradient(rate: Double) throws {
    let latents = Tensor(Shape(images: 2, channels: 2))
    latents.values = [0, 1, 2, 3]
    var optimizer = LatentOptimizer(latents, learningRate: 0.25, try .single())
    // The first step of Adam is as long as the rate, whatever the gradient's length.
    optimizer.gradients.values = [10, -0.5, 3, -3]
    optimizer.step(rate: rate)
    for (value, expected) in zip(latents.values, [-0.25 * rate, 1 + 0.25 * rate, 2 - 0.25 * rate, 3 + 0.25 * rate]) {
      #expect(abs(Double(value) - expected) < 1e-6)
    }
  }

  @Test func uniformLatentsStayInTheirRange() throws {
    let context = try ComputeContext.single()
    let path = directory.file("uniform.safetensors")
    try Checkpoint.write(try TrainingState.trained(.sample(latents: .uniform), steps: 3), to: path)
    let images = ImageSet(count: 1, height: 8, width: 8, channels: 1, bytes: [UInt8](repeating: 255, count: 64))
    let found = try LatentSearch(
      try LoadedModel(path: path), SearchSettings(steps: 30, learningRate: 1, prior: 0), context
    )
    .run(SearchTargets(images, context))
    let latent = found[0][0].latent
    #expect(latent.allSatisfy { (-1...1).contains($0) })
    #expect(latent.contains { abs($0) == 1 })
  }
}
