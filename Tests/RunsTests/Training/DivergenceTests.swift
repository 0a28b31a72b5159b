import FileFormats
import NeuralNetwork
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// Numbers that explode: the run goes back to its last snapshot with half the learning rate, and gives up in the end.
struct DivergenceTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Explodes at step 3, and with half the learning rate at step 12; a quarter of it is small enough for this test.
  private static let recovering = TrainingConfiguration.sample(learningRate: 1e8)
  private static let lastStep = 14

  @Test func aRunGoesBackToTheLastSnapshotHalvesTheLearningRatesAndSaysSo() throws {
    var reports: [String] = []
    let run = try RecordedRun(Self.recovering, in: directory, name: "run")
    #expect(try run.train(lastStep: Self.lastStep, report: { reports.append($0) }) == .finished)
    #expect(
      reports == [
        "Step 3 gave numbers that are not finite (the discriminator's running statistics): going on from step 0 with "
          + "0.5 "
          + "times the learning rate (return 1 of at most 3).",
        "Step 12 gave numbers that are not finite (the discriminator's running statistics): going on from step 10 with "
          + "0.25 times the learning rate (return 2 of at most 3).",
      ])
    let checkpoint = try Checkpoint(path: run.directory.checkpoint)
    #expect(checkpoint.step == Self.lastStep)
    #expect(checkpoint.rollbacks == 2)
    // The log has every step once, with the learning rate that it was made with.
    let steps = try run.loggedSteps
    #expect(steps.map(\.step) == Array(1...Self.lastStep))
    #expect(steps.map { $0.values["learningRateFactor"] } == (1...Self.lastStep).map { $0 <= 10 ? 0.5 : 0.25 })
    // The speed is that since the return: before it, more steps were made than there are now.
    #expect(try run.logLines.allSatisfy { ($0["imagesPerSecond"]?.double ?? 0) > 0 })
  }

  @Test func afterTheReturnTrainingIsThatWithTheSmallerLearningRateFromTheSnapshotOn() throws {
    let rolledBack = try TrainingState.trained(Self.recovering, steps: 10)
    #expect(rolledBack.rollbacks == 1)
    let small = try TrainingState.trained(.sample(learningRate: 0.5e8), steps: 10)
    #expect(rolledBack.allValues == small.allValues)
  }

  @Test func aRunThatWasKilledAtAnyStepAndResumedGoesBackAsOneThatWasNot() throws {
    let whole = try RecordedRun(Self.recovering, in: directory, name: "whole")
    try whole.train(lastStep: Self.lastStep)
    // Steps are counted as they are made: two are made twice before step 3, one before step 12.
    for kill in 1..<Self.lastStep + 3 {
      let run = try RecordedRun(Self.recovering, in: directory, name: "killed-\(kill)")
      #expect(throws: Killer.Killed.self) {
        try run.train(lastStep: Self.lastStep, checkpointEvery: 2, watchedBy: Killer(afterSteps: kill))
      }
      try run.train(lastStep: Self.lastStep, .init(threads: 2))
      #expect(try run.checkpointBytes == whole.checkpointBytes, "killed after \(kill) steps")
      #expect(try run.loggedSteps == whole.loggedSteps, "killed after \(kill) steps")
    }
  }

  @Test(arguments: [1e12, 1e30, 1e38, 1e300])
  func aLearningRateBeyondAllHelpEndsInAnErrorThatSaysWhatHappened(rate: Double) throws {
    // A checkpoint that is sound but for its learning rate, so that the next steps go astray.
    let sane = try RecordedRun(.sample(), in: directory, name: "run")
    try sane.train(lastStep: 5)
    let states = try SafetensorsFile(path: sane.directory.checkpoint).tensors
    var absurd = try SafetensorsFile(path: sane.directory.checkpoint)
    absurd.metadata["configuration"] = TrainingConfiguration.sample(learningRate: rate).json.text
    try absurd.write(to: sane.directory.checkpoint, replaceExisting: true)

    let run = try RecordedRun(.sample(learningRate: rate), in: directory, name: "run")
    let error = #expect(throws: TrainingDivergedError.self) { try run.train(lastStep: 50) }
    #expect(error?.description.hasPrefix("Training diverged: step 6 gave numbers that are not finite (the ") == true)
    #expect(
      error?.description.hasSuffix(
        "), even after 3 returns to an earlier step, each with half the learning rate. What was saved before is kept.")
        == true)
    // Nothing of the steps that failed was saved or logged.
    let checkpoint = try SafetensorsFile(path: run.directory.checkpoint)
    #expect(checkpoint.tensors == states)
    #expect(checkpoint.metadata["rollbacks"] == "3")
    #expect(try run.loggedSteps.map(\.step) == Array(1...5))
  }

  @Test func noObserverSeesAStepThatDiverged() throws {
    let trainer = try Trainer.sample(.sample(learningRate: 1e30), .single())
    let observer = StepCounter()
    #expect(throws: TrainingDivergedError.self) { try trainer.train(lastStep: 50, observers: [observer]) }
    #expect(observer.steps == 0)
    #expect(observer.rollbacks == [1, 2, 3])
  }

  @Test func whateverIsNotFiniteAfterAStepIsFoundAndNamed() throws {
    let sound = StepMetrics(discriminatorLoss: 1, generatorLoss: 2, realProbability: 0.5, fakeProbability: 0.25)
    let state = try TrainingState.trained(.sample(), steps: 1)
    #expect(state.notFinite(sound) == nil)
    let fields: [WritableKeyPath<StepMetrics, Double>] = [
      \.discriminatorLoss, \.generatorLoss, \.realProbability, \.fakeProbability,
    ]
    for field in fields {
      for value in [Double.nan, .infinity, -.infinity] {
        var metrics = sound
        metrics[keyPath: field] = value
        #expect(state.notFinite(metrics) == "the losses")
      }
    }
    // Whatever of the networks and optimisers is not finite is found after the next step, whose own losses may be
    // finite.
    for item in state.namedState where !item.name.hasPrefix("health.") && item.kind == .floats {
      let state = try TrainingState.trained(.sample(), steps: 1)
      guard let changed = state.namedState.first(where: { $0.name == item.name }),
        case .floats(var values) = changed.read()
      else { continue }
      values[values.count - 1] = .infinity
      changed.write(.floats(values))
      state.parametersDidChange()
      let context = try ComputeContext.single()
      let source = BatchSource(state.configuration.sampleImages, state.configuration, context)
      let metrics = TrainingStep(state.configuration, context)(state, real: source.batch(step: 1))
      #expect(state.notFinite(metrics) != nil, "\(item.name)")
    }
  }
}

/// Counts what it is told of.
private final class StepCounter: TrainingObserver {
  private(set) var steps = 0
  private(set) var rollbacks: [Int] = []

  func stepDidEnd(_ progress: TrainingProgress) { steps += 1 }
  func didRollBack(_ rollback: Rollback, _ state: TrainingState) { rollbacks.append(rollback.count) }
}
