import Foundation
import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// The average of the generator's weights, and the statistics that belong to it.
struct WeightAverageTests {
  private static func averaged(
    _ architecture: Architecture = .small, halfLife: Int = 40, rampUp: Double = 0.5
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration.sample(architecture)
    configuration.average.halfLife = halfLife
    configuration.average.rampUp = rampUp
    return configuration
  }

  @Test func whatAWeightWasAHalfLifeAgoCountsHalf() {
    var settings = AverageSettings()
    settings.halfLife = 1000
    settings.rampUp = 1e9
    #expect(abs(settings.motion(steps: 1, batchSize: 1000) - 0.5) < 1e-15)
    for batch in [1, 8, 64, 5000] {
      let expected = 1 - pow(0.5, Double(batch) / 1000)
      #expect(abs(settings.motion(steps: 1, batchSize: batch) - expected) < 1e-14)
    }
    settings.rampUp = 0.05
    // At first the half-life is the twentieth part of the images seen; from 20,000 images on it is the setting's.
    for (steps, batches) in [(1, 20.0), (100, 0.2), (10_000, 0.064)] {
      let expected = 1 - pow(0.5, batches)
      #expect(abs(settings.motion(steps: steps, batchSize: 64) - expected) < 1e-14)
    }
  }

  /// The same in doubles, from the weights after each step. A step rounds twice, and old roundings fade.
  @Test func itIsTheSumOfTheWeightsByTheirAge() throws {
    let configuration = Self.averaged()
    let trainer = try Trainer.sample(configuration, .single())
    let network = trainer.state.generator.network
    var expected = network.parameters.values.values.map(Double.init)
    for step in 1...12 {
      try trainer.train(lastStep: step, observers: [])
      let motion = configuration.average.motion(steps: step, batchSize: 8)
      for (index, weight) in network.parameters.values.values.enumerated() {
        expected[index] += motion * (Double(weight) - expected[index])
      }
    }
    let found = Tensor(network.parameters.values.shape)
    trainer.state.withImageGenerator { found.copy(from: $0.network.parameters.values) }
    for (value, reference) in zip(found.values, expected) {
      let allowed: Double = 8 * 0x1p-24 * max(0.01, abs(reference))
      #expect(abs(Double(value) - reference) <= allowed)
    }
    #expect(found.values != network.parameters.values.values)
  }

  @Test func makingImagesWithItLeavesTrainingAsItWas() throws {
    let configuration = Self.averaged()
    let trainer = try Trainer.sample(configuration, .single())
    try trainer.train(lastStep: 4, observers: [])
    let before = trainer.state.allValues
    var images: [[[Float]]] = []
    for _ in 0..<2 {
      var drawn: [[Float]] = []
      trainer.state.withImageGenerator {
        $0.sample(count: 3, first: 0, seed: 1, distribution: .normal) { drawn.append($1.values) }
      }
      images.append(drawn)
    }
    #expect(images[0] == images[1])
    #expect(trainer.state.allValues == before)
    var raw: [[Float]] = []
    trainer.state.generator.sample(count: 3, first: 0, seed: 1, distribution: .normal) { raw.append($1.values) }
    #expect(raw != images[0])
    try trainer.train(lastStep: 7, observers: [])
    #expect(trainer.state.allValues == (try TrainingState.trained(configuration, steps: 7)).allValues)
  }

  @Test func itIsWatchedAndChangesNothingElse() throws {
    let with = try TrainingState.trained(Self.averaged(), steps: 6).allValues
    let without = try TrainingState.trained(.sample(), steps: 6).allValues
    #expect(with.filter { !$0.key.hasPrefix("average.") } == without)
    let names = Set(with.keys.filter { $0.hasPrefix("average.") })
    let trained: [String] = without.keys.filter {
      $0.hasPrefix("generator.") && ($0.hasSuffix(".weight") || $0.hasSuffix(".bias"))
    }
    let expected = Set(trained.map { "average.\($0)" })
    #expect(names == expected)
    let earlier = try TrainingState.trained(Self.averaged(), steps: 5).allValues
    for name in names { #expect(earlier[name] != with[name], "\(name)") }
    #expect(Self.averaged().format == 3)
  }

  /// An estimate after each epoch takes 3 % of the multiply-adds at most, where that is enough for two passes.
  @Test(arguments: [60_000, 6_000, 2_560])
  func anEstimateIsASmallPartOfAnEpoch(images: Int) throws {
    let configuration = TrainingConfiguration(
      architecture: try Preset.dcgan28.architecture(), data: .init(imageCount: images, checksum: 0))
    let estimate = try StatisticsEstimate(configuration)
    let cost = try configuration.architecture.cost()
    let work = estimate.batches * estimate.batchSize * cost.generatorMultiplyAdds
    let epoch = Double(configuration.batchesPerEpoch * 64 * cost.stepMultiplyAdds)
    #expect(Double(work) <= 0.03 * epoch)
    #expect(estimate.batchSize == 64)
    let expected: [Int: Int] = [60_000: 16, 6_000: 13, 2_560: 5]
    #expect(estimate.batches == expected[images])
  }

  @Test func anEstimateHasAtLeastTwoPassesAndNoLargerBatchesThanTheRun() throws {
    let estimate = try StatisticsEstimate(.sample())
    #expect(estimate.batchSize == 8 && estimate.batches >= 2)
  }
}
