import FileFormats
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// Runs that keep an average of the generator's weights and whose learning rates change.
struct AveragedRunTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static func configuration(learningRate: Double = 2e-3) -> TrainingConfiguration {
    var configuration = TrainingConfiguration.sample(learningRate: learningRate, snapshotInterval: 3)
    configuration.average.halfLife = 40
    configuration.average.rampUp = 0.5
    configuration.schedule.shape = .cosine
    configuration.schedule.epochs = 3
    configuration.schedule.finalFraction = 0.5
    configuration.schedule.warmUpSteps = 2
    configuration.keptFakes = 0.75
    return configuration
  }

  private static let lastStep = 14

  @Test(arguments: [2e-3, 1e8])
  func aRunThatIsKilledAnywhereGoesOnToTheSameBytesThroughReturnsToSnapshotsToo(learningRate: Double) throws {
    let whole = try RecordedRun.checkKills(
      Self.configuration(learningRate: learningRate), lastStep: Self.lastStep, after: 1..<Self.lastStep, in: directory)
    let rollbacks = try Checkpoint(path: whole.directory.checkpoint).rollbacks
    #expect((rollbacks > 0) == (learningRate > 1))
  }

  @Test func anyNumberOfThreadsAndInstructionSetGivesTheSameBytes() throws {
    var contexts = try [1, 2, 7].map { try ComputeContext(threads: $0) }
    contexts += try InstructionSet.available.map { try ComputeContext(threads: 2, instructionSet: $0) }
    let results = try contexts.map { context in
      let trainer = try Trainer.sample(Self.configuration(), context)
      try trainer.train(lastStep: 6, observers: [])
      return trainer.state.allValues
    }
    for result in results { #expect(result == results[0]) }
  }

  private func drawn(_ generator: Generator) -> [[Float]] {
    var images: [[Float]] = []
    generator.sample(count: 5, first: 0, seed: 3, distribution: .normal) { images.append($1.values) }
    return images
  }

  @Test func aCheckpointMakesTheImagesOfTheRunInBatchesOfAnySize() throws {
    let state = try TrainingState.trained(Self.configuration(), steps: 7)
    let path = directory.file("model.safetensors")
    try Checkpoint.write(state, to: path)
    let expected = state.withImageGenerator { drawn($0) }
    let model = try LoadedModel(path: path)
    #expect(model.weights == .average)
    for batch in [1, 3, 8, 24] {
      let generator = try model.generator(maximumImages: batch, try ComputeContext(threads: batch))
      #expect(drawn(generator) == expected, "batches of \(batch)")
    }
    let networks = try model.networksWithInputGradients(maximumImages: 2, withDiscriminator: true, .single())
    #expect(drawn(networks.generator) == expected)

    let raw = try model.with(.raw).generator(maximumImages: 4, .single())
    #expect(drawn(raw) == drawn(state.generator) && drawn(raw) != expected)
  }

  @Test func aRunWithoutAnAverageHasNoneToName() throws {
    let path = directory.file("model.safetensors")
    try Checkpoint.write(try TrainingState.trained(.sample(), steps: 1), to: path)
    let model = try LoadedModel(path: path)
    #expect(model.weights == .raw)
    let error = #expect(throws: CheckpointError.self) { try model.with(.average) }
    #expect(error?.description == "'\(path)' holds no average of the generator's weights: its run kept none.")
  }

  @Test func aRunThatBeginsWithNetworksBeginsItsAverageWithThem() throws {
    let path = directory.file("model.safetensors")
    let trained = try TrainingState.trained(.sample(seed: 9), steps: 4)
    try Checkpoint.write(trained, to: path)
    let state = try TrainingState(Self.configuration(), .single())
    try Checkpoint(path: path).restoreNetworks(state)
    #expect(state.allValues["average.generator.0.weight"] == trained.allValues["generator.0.weight"])
  }

  // MARK: The planned length

  private func run(_ name: String, epochs: Int, _ change: (inout ScheduleSettings) -> Void) throws -> TrainingSession {
    var run = NewRun(.small, TrainingData(images: .sample(count: 43, for: .small), path: "sample"))
    run.training = Recipe.paper.settings
    run.training.batchSize = 8
    run.settings.epochs = epochs
    run.directory = RunDirectory(directory.file(name))
    change(&run.training.schedule)
    return try TrainingSession(starting: run, .single())
  }

  private func resume(_ name: String, epochs: Int, scheduleEpochs: Int? = nil) throws -> TrainingSession {
    let paused = try PausedRun(RunDirectory(directory.file(name)))
    var resumed = ResumedRun(paused, TrainingData(images: .sample(count: 43, for: .small), path: "sample"))
    var settings = RunSettings()
    settings.epochs = epochs
    resumed.settings = settings
    if let scheduleEpochs {
      var training = paused.training.settings
      training.schedule.epochs = scheduleEpochs
      resumed.training = training
    }
    return try TrainingSession(resuming: resumed, .single())
  }

  @Test func aScheduleWhoseLengthIsLeftOpenHasThatOfTheRunAndKeepsIt() throws {
    let session = try run("open", epochs: 2) { $0.shape = .linear }
    #expect(session.state.configuration.schedule.epochs == 2)
    #expect(try run("constant", epochs: 2) { _ in }.state.configuration.format == 2)
  }

  @Test func moreEpochsThanWerePlannedAreRefusedUnlessSomethingIsLeftToLearn() throws {
    do { try run("zero", epochs: 2) { $0.shape = .linear }.train() }
    let error = #expect(throws: ScheduleEndError.self) { try resume("zero", epochs: 3) }
    #expect(error == ScheduleEndError(lastEpoch: 2, epochs: 3))
    #expect(throws: ScheduleEndError.self) {
      try run("new", epochs: 3) {
        $0.shape = .cosine
        $0.epochs = 2
      }
    }
    let planned = try resume("zero", epochs: 3, scheduleEpochs: 3)
    let expected: Double = 1 - 10.0 / 15
    #expect(planned.state.configuration.scheduleFactor(at: planned.state.step) == expected)
    #expect(planned.state.configuration.history.changes.count == 1)
  }

  @Test func beyondThePlannedLengthARunGoesOnAtTheFinalRate() throws {
    do {
      try run("final", epochs: 2) {
        $0.shape = .linear
        $0.finalFraction = 0.25
      }.train()
    }
    let session = try resume("final", epochs: 3)
    #expect(session.state.configuration.scheduleFactor(at: session.state.step) == 0.25)
    #expect(try session.train() == .finished)
  }
}
