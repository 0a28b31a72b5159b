import FileFormats
import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// Batches that are divided into shards.
struct ShardTests {
  private func configuration(shards: Int, batchSize: Int = 8, architecture: Architecture = .small)
    -> TrainingConfiguration
  {
    var configuration = TrainingConfiguration.sample(architecture, batchSize: batchSize)
    configuration.shards = shards
    return configuration
  }

  @Test func aNumberOfShardsIsNamedInFilesOfFormat3Alone() throws {
    #expect(configuration(shards: 1).json["shards"] == nil && configuration(shards: 1).format == 2)
    let sharded = configuration(shards: 4)
    #expect(sharded.json["shards"] == .number(4) && sharded.format == 3)
    #expect(try TrainingConfiguration(json: sharded.json, architecture: sharded.architecture) == sharded)
  }

  @Test(
    arguments: [
      (3, "The setting 'shards' must be a power of two from 1 to 65536, not 3."),
      (0, "The setting 'shards' must be a power of two from 1 to 65536, not 0."),
      (-4, "The setting 'shards' must be a power of two from 1 to 65536, not -4."),
      (131_072, "The setting 'shards' must be a power of two from 1 to 65536, not 131072."),
      (16, "The setting 'shards' must divide the batch size, 8."),
    ])
  func aFileWithAnImpossibleNumberIsRefused(shards: Int, sentence: String) {
    var members = configuration(shards: 1).json.object ?? [:]
    members["shards"] = .number(shards)
    let error = #expect(throws: SettingError.self) {
      try TrainingConfiguration(json: .object(members), architecture: .small)
    }
    #expect(error?.description == sentence)
  }

  @Test func aBatchThatCannotBeDividedIsRefused() throws {
    for (shards, batch) in [(4, 6), (16, 8), (2, 7)] {
      let error = #expect(throws: SettingConflict.self) {
        try TrainingState(configuration(shards: shards, batchSize: batch), .single())
      }
      #expect(
        error?.description == "A batch of \(batch) cannot be divided into \(shards) shards of as many images each.")
    }
  }

  @Test func aShardOfOneImageIsRefusedWhereABatchOfOneIs() throws {
    var architecture = Architecture.speck
    architecture.generator.insert(.batchNorm, at: 1)
    _ = try TrainingState(configuration(shards: 4, batchSize: 8, architecture: architecture), .single())
    let error = #expect(throws: ArchitectureError.self) {
      try TrainingState(configuration(shards: 8, batchSize: 8, architecture: architecture), .single())
    }
    #expect(
      error?.description
        == "Batch normalisation needs more than one value a channel, and a shard of 1 image has a single one in a layer "
        + "of 1x1 pixels. Use fewer shards.")
    _ = try TrainingState(configuration(shards: 8, batchSize: 8, architecture: .speck), .single())
  }

  /// With a discriminator that looks at each image by itself, all that a division changes is the order of sums.
  @Test func withoutBatchStatisticsShardsChangeNothingButRounding() throws {
    let plain = Architecture(
      name: "plain", latentSize: 5, image: Architecture.small.image,
      generator: [.linear(outputs: 64, bias: true), .reshape(height: 8, width: 8, channels: 1), .tanh],
      discriminator: [
        .convolution(.init(channels: 8, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
        .convolution(.init(channels: 1, kernelSize: 4, bias: true)),
      ])
    func metrics(shards: Int) throws -> [StepMetrics] {
      var configuration = configuration(shards: shards, architecture: plain)
      configuration.penalty.r1 = 10
      configuration.penalty.interval = 2
      configuration.augmentations = [.translation, .flip]
      let watch = MetricsWatch()
      try Trainer.sample(configuration, .single()).train(lastStep: 4, observers: [watch])
      return watch.metrics
    }
    let whole = try metrics(shards: 1)
    for shards in [2, 4, 8] {
      for (own, other) in zip(try metrics(shards: shards), whole) {
        #expect(abs(own.discriminatorLoss - other.discriminatorLoss) < 1e-4)
        #expect(abs(own.generatorLoss - other.generatorLoss) < 1e-4)
        #expect(abs(own.realProbability - other.realProbability) < 1e-4)
        #expect(abs(own.fakeProbability - other.fakeProbability) < 1e-4)
      }
    }
    #expect(Set(whole.map(\.generatorLoss)).count == 4)
  }

  /// The same with a discriminator that is told the class of each image.
  @Test func everyShardIsToldItsOwnClasses() throws {
    var (configuration, images) = try TrainingConfiguration.conditionalSample(
      Architecture(
        name: "plain", latentSize: 5, image: Architecture.small.image,
        generator: [
          .linear(outputs: 64, bias: false), .batchNorm, .relu, .linear(outputs: 64, bias: true),
          .reshape(height: 8, width: 8, channels: 1), .tanh,
        ],
        discriminator: [
          .convolution(.init(channels: 8, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
          .convolution(.init(channels: 1, kernelSize: 4, bias: true)),
        ]))
    /// What the discriminator first says of real images.
    func verdict(shards: Int) throws -> Double {
      configuration.shards = shards
      let watch = MetricsWatch()
      let trainer = Trainer(try TrainingState(configuration, .single()), images: images, try .single())
      // Large weights, so that the classes matter.
      for item in trainer.state.networkState
      where item.name.hasPrefix("discriminator.") && item.name.hasSuffix("weight") {
        guard case .floats(let values) = item.read() else { continue }
        item.write(.floats(values.indices.map { values[$0] + 0.1 * Float($0 % 5) }))
      }
      trainer.state.parametersDidChange()
      try trainer.train(lastStep: 1, observers: [watch])
      return watch.metrics[0].realProbability
    }
    let whole = try verdict(shards: 1)
    for shards in [2, 4] { #expect(abs(try verdict(shards: shards) - whole) < 1e-5) }
    images = ImageSet(
      count: images.count, height: 8, width: 8, channels: 1, bytes: images.bytes,
      labels: images.labels?.map { ($0 + 1) % 3 })
    #expect(abs(try verdict(shards: 1) - whole) > 1e-4, "classes matter")
  }

  private final class MetricsWatch: TrainingObserver {
    private(set) var metrics: [StepMetrics] = []

    func stepDidEnd(_ progress: TrainingProgress) { metrics.append(progress.metrics) }
  }

  @Test func withBatchStatisticsTheyChangeTheResult() throws {
    let whole = try TrainingState.trained(configuration(shards: 1), steps: 2).allValues
    let sharded = try TrainingState.trained(configuration(shards: 2), steps: 2).allValues
    #expect(sharded.keys == whole.keys && sharded != whole)
    #expect(sharded["generator.2.num_batches_tracked"] == whole["generator.2.num_batches_tracked"])
    #expect(sharded["discriminator.3.num_batches_tracked"] == .integers([6]))
  }
}
