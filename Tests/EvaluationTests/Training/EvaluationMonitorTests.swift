import FileFormats
import GAN
import Runs
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import Evaluation

/// Judging a run while it trains.
@Suite struct EvaluationMonitorTests {
  private let directory: TemporaryDirectory
  private let context: ComputeContext
  private let data: TrainingData
  private let judge: Judge

  init() throws {
    directory = try TemporaryDirectory()
    context = try ComputeContext(threads: 2)
    data = TrainingData(images: .sample(count: 160, for: .small), path: "sample")
    let judged = JudgementData(training: data.images, test: nil)
    judge = try Judge(
      try FeatureSource(judged, cache: nil, context),
      ReferenceImages(judged, against: .heldOut, parts: TrainingParts(data.images, holdingOut: 80), count: 1000))
  }

  private func run(_ name: String) -> RunDirectory { RunDirectory(directory.file(name)) }

  private func session(_ name: String) throws -> TrainingSession {
    if run(name).holdsRun() { return try TrainingSession(resuming: ResumedRun(PausedRun(run(name)), data), context) }
    var new = NewRun(.small, data)
    new.training.batchSize = 8
    new.training.learningRate = 2e-3
    new.training.heldOutCount = 80
    new.settings.keptCount = 1
    new.directory = run(name)
    return try TrainingSession(starting: new, context)
  }

  /// Trains until an epoch is done, and returns what the monitor told.
  @discardableResult
  private func train(
    _ name: String, epochs: Int, every interval: Int = 1, then watcher: (any TrainingObserver)? = nil,
    progress: @escaping (Double) throws -> Void = { _ in }
  ) throws -> [String] {
    var told: [String] = []
    let monitor = EvaluationMonitor(
      run(name), everyEpochs: interval, try judge.yardstick(), report: { told.append($0.description) },
      progress: progress)
    let session = try session(name)
    try session.train(lastStep: epochs * 10, observers: [monitor] + [watcher].compactMap { $0 })
    return told
  }

  private func bytes(_ path: String) throws -> [UInt8] { try WholeFile.read(path: path, maximumSize: 1 << 24) }

  @Test func judgingARunChangesNoBitOfIt() throws {
    try train("judged", epochs: 3)
    let session = try session("plain")
    try session.train(lastStep: 30)
    #expect(try bytes(run("judged").checkpoint) == bytes(run("plain").checkpoint))
    #expect(try QualityHistory(run("judged")).records.map(\.step) == [10, 20, 30])
    #expect(try QualityHistory(run("plain")).records.isEmpty)
  }

  @Test func theFiguresAreThoseOfTheCheckpointsImages() throws {
    try train("run", epochs: 2)
    var pixels: [UInt8] = []
    try LoadedModel(path: run("run").checkpoint).generator(maximumImages: 24, context).sample(
      count: 80, first: 0, seed: 0, distribution: .normal
    ) { pixels += PixelValues.bytes(nearest: $1) }
    let judgement = try judge.evaluate(ImageSet(Architecture.small.image, bytes: pixels))
    let record = try #require(try QualityHistory(run("run")).records.last)
    #expect(record.json == judgement.logJSON(classNames: []))
    #expect(record.against == "held-out" && record.count == 80)
  }

  @Test func theBestNetworksAreThoseOfTheLowestDistance() throws {
    let told = try train("run", epochs: 6, every: 2)
    let records = try QualityHistory(run("run")).records
    #expect(records.map(\.step) == [20, 40, 60])
    let best = try #require(records.min { ($0.frechet ?? .infinity) < ($1.frechet ?? .infinity) })
    #expect(try Checkpoint(path: run("run").best).step == best.step)
    #expect(told.count == 3 && told[0].hasPrefix("Epoch 2: ") && told[0].hasSuffix("kept as best.safetensors."))
  }

  @Test(arguments: [21, 30])
  func aRunThatIsKilledComesToTheSameFiguresAndBest(step: Int) throws {
    struct Kill: Error {}
    final class Killer: TrainingObserver {
      let step: Int
      init(_ step: Int) { self.step = step }
      func stepDidEnd(_ progress: TrainingProgress) throws { if progress.step == step { throw Kill() } }
    }
    try train("whole", epochs: 4)
    #expect(throws: Kill.self) { try train("killed", epochs: 4, then: Killer(step)) }
    #expect(try QualityHistory(run("killed")).records.map(\.step) == [10, 20])
    try train("killed", epochs: 4)
    #expect(try QualityHistory(run("killed")).records == QualityHistory(run("whole")).records)
    #expect(try bytes(run("killed").best) == bytes(run("whole").best))
    #expect(try bytes(run("killed").checkpoint) == bytes(run("whole").checkpoint))
  }

  @Test func aJudgementThatWasInterruptedIsMadeUpForWhenTheRunGoesOn() throws {
    try train("whole", epochs: 3)
    #expect(throws: EvaluationMonitor.Interruption.self) {
      try train("run", epochs: 3) { fraction in if fraction > 0.5 { throw EvaluationMonitor.Interruption() } }
    }
    // The step was saved before.
    #expect(try Checkpoint(path: run("run").checkpoint).step == 10)
    #expect(try QualityHistory(run("run")).records.isEmpty)
    try train("run", epochs: 3)
    #expect(try QualityHistory(run("run")).records == QualityHistory(run("whole")).records)
    #expect(try bytes(run("run").checkpoint) == bytes(run("whole").checkpoint))
  }

  /// An epoch of 10 steps is given up for one of 5.
  @Test func anEpochThatAChangeCutShortIsNotJudged() throws {
    try session("run").train(lastStep: 4)
    var changed = ResumedRun(try PausedRun(run("run")), data)
    changed.training = changed.paused.training.settings
    changed.training?.batchSize = 16
    changed.settings = changed.paused.recorded?.settings
    changed.settings?.evaluationInterval = 1
    let session = try TrainingSession(resuming: changed, context)
    #expect(!session.lacksJudgement)
    var told: [String] = []
    let monitor = EvaluationMonitor(
      run("run"), everyEpochs: 1, try judge.yardstick(), report: { told.append($0.description) })
    try session.train(lastStep: 9, observers: [monitor])
    #expect(try QualityHistory(run("run")).records.map(\.step) == [9])
    #expect(told.count == 1 && told[0].hasPrefix("Epoch 1: "))
  }

  @Test func bestNetworksThatCannotBeWrittenAreReportedAndTrainingGoesOn() throws {
    try directory.create("run/best.safetensors/in-the-way", [1])
    let told = try train("run", epochs: 1)
    #expect(told.count == 2)
    #expect(told[0].hasPrefix("Warning: ") && told[0].contains("are not kept as the best"))
    #expect(try QualityHistory(run("run")).records.map(\.step) == [10])
  }
}
