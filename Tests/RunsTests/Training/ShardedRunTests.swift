import FileFormats
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// Runs whose batches are divided into shards.
struct ShardedRunTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static func configuration(
    _ architecture: Architecture = .small, shards: Int = 4, learningRate: Double = 2e-3
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration.sample(architecture, learningRate: learningRate, snapshotInterval: 3)
    configuration.shards = shards
    configuration.average.halfLife = 40
    configuration.schedule.warmUpSteps = 2
    configuration.keptFakes = 0.5
    configuration.augmentations = [.translation]
    return configuration
  }

  private static let lastStep = 12

  @Test(arguments: [2e-3, 9e7])
  func aRunThatIsKilledAnywhereGoesOnToTheSameBytesThroughReturnsToSnapshotsToo(learningRate: Double) throws {
    let whole = try RecordedRun.checkKills(
      Self.configuration(learningRate: learningRate), lastStep: Self.lastStep, after: [1, 2, 5, 8, 11], in: directory)
    let rollbacks = try Checkpoint(path: whole.directory.checkpoint).rollbacks
    #expect((rollbacks > 0) == (learningRate > 1))
  }

  @Test(arguments: [Architecture.small, .tiled], [AdversarialLoss.nonSaturating, .relativistic])
  func anyNumberOfThreadsAnyOrderAndInstructionSetGiveTheSameBytes(
    architecture: Architecture, loss: AdversarialLoss
  ) throws {
    var contexts = try [1, 2, 7].map { try ComputeContext(threads: $0, order: .scattered(seed: $0)) }
    contexts += try InstructionSet.available.map { try ComputeContext(threads: 2, instructionSet: $0) }
    var configuration = Self.configuration(architecture, shards: 2)
    configuration.loss = loss
    let results = try contexts.map { context in
      let trainer = try Trainer.sample(configuration, context)
      try trainer.train(lastStep: 4, observers: [])
      return trainer.state.allValues
    }
    for result in results { #expect(result == results[0]) }
  }

  @Test func aCheckpointOfShardsMakesTheImagesOfItsRun() throws {
    let state = try TrainingState.trained(Self.configuration(), steps: 5)
    let path = directory.file("model.safetensors")
    try Checkpoint.write(state, to: path)
    func drawn(_ generator: Generator) -> [[Float]] {
      var images: [[Float]] = []
      generator.sample(count: 5, first: 0, seed: 3, distribution: .normal) { images.append($1.values) }
      return images
    }
    let expected = state.withImageGenerator { drawn($0) }
    #expect(drawn(try LoadedModel(path: path).generator(maximumImages: 8, .single())) == expected)
  }

  @Test func aRunMayGoOnWithAnotherDivision() throws {
    var plan = NewRun(.small, TrainingData(images: .sample(count: 43, for: .small), path: "sample"))
    plan.training.batchSize = 8
    plan.settings.epochs = 1
    plan.directory = RunDirectory(directory.file("run"))
    do { try TrainingSession(starting: plan, .single()).train() }
    let paused = try PausedRun(RunDirectory(directory.file("run")))
    var resumed = ResumedRun(paused, TrainingData(images: .sample(count: 43, for: .small), path: "sample"))
    var training = paused.training.settings
    training.shards = 4
    resumed.training = training
    let session = try TrainingSession(resuming: resumed, .single())
    #expect(session.state.configuration.shards == 4)
    #expect(session.state.configuration.history.changes.first?.values["shards"]?.to == .number(4))
    #expect(session.state.configuration.format == 3)
  }
}
