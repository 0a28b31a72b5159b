import FileFormats
import Foundation
import NeuralNetwork
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// Runs whose settings or data are changed on the way.
struct ChangedRunTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Goes on with a run from its checkpoint with other settings or images, until `lastStep`.
  @discardableResult
  private func change(
    _ run: RecordedRun, lastStep: Int, images: Int? = nil, watchedBy watcher: (any TrainingObserver)? = nil,
    _ change: (inout TrainingSettings) -> Void = { _ in }
  ) throws -> TrainingState {
    let paused = try PausedRun(run.directory)
    var settings = paused.training.settings
    change(&settings)
    let set = ImageSet.sample(count: images ?? paused.training.data.imageCount, for: .small)
    var resumed = ResumedRun(paused, TrainingData(images: set, path: "sample"))
    resumed.training = settings
    resumed.mayChangeData = images != nil
    let session = try TrainingSession(resuming: resumed, .single())
    try session.train(lastStep: lastStep, observers: [watcher].compactMap { $0 })
    return session.state
  }

  /// Ends as a kill does, and goes on with `images` of the sample.
  private func resume(_ run: RecordedRun, images: Int, lastStep: Int, killAfter steps: Int? = nil) throws {
    let data = TrainingData(images: .sample(count: images, for: .small), path: "sample")
    let session = try TrainingSession(resuming: ResumedRun(PausedRun(run.directory), data), .single())
    try session.train(lastStep: lastStep, observers: steps.map { [Killer(afterSteps: $0)] } ?? [])
  }

  private func run(_ name: String, snapshotInterval: Int = 3, lastStep: Int) throws -> RecordedRun {
    let run = try RecordedRun(.sample(snapshotInterval: snapshotInterval), in: directory, name: name)
    try run.train(lastStep: lastStep)
    return run
  }

  private func format(_ run: RecordedRun) throws -> String? {
    try SafetensorsFile(path: run.directory.checkpoint).metadata["format_version"]
  }

  static let changes: [(name: String, images: Int?, change: @Sendable (inout TrainingSettings) -> Void)] = [
    ("rate", nil, { $0.learningRate = 1e-4 }), ("discriminator's rate", nil, { $0.discriminatorLearningRate = 1e-4 }),
    ("loss", nil, { $0.loss = .minimax }), ("beta", nil, { $0.beta2 = 0.99 }),
    ("batch", nil, { $0.batchSize = 5 }), ("data", 61, { _ in }), ("both", 61, { $0.batchSize = 16 }),
  ]

  @Test(arguments: changes.indices)
  func aChangedRunThatIsKilledGoesOnToTheBytesOfOneThatWasNot(index: Int) throws {
    let (name, images, change) = Self.changes[index]
    let whole = try run("whole", lastStep: 7)
    try self.change(whole, lastStep: 20, images: images, change)
    #expect(try format(whole) == "3")
    let unchanged = try run("unchanged", lastStep: 20)
    #expect(try format(unchanged) == "2")
    #expect(try whole.checkpointBytes != unchanged.checkpointBytes, "\(name)")
    for kill in [1, 2, 4, 9] {
      let run = try run("killed-\(kill)", lastStep: 7)
      #expect(throws: Killer.Killed.self) {
        try self.change(run, lastStep: 20, images: images, watchedBy: Killer(afterSteps: kill), change)
      }
      try resume(run, images: images ?? 43, lastStep: 20)
      #expect(try run.checkpointBytes == whole.checkpointBytes, "\(name), killed after \(kill) steps")
      #expect(try run.loggedSteps.map(\.epoch).last == whole.loggedSteps.map(\.epoch).last)
    }
  }

  @Test func aChangeThatChangesNothingLeavesNoTrace() throws {
    let whole = try run("whole", lastStep: 12)
    let run = try run("run", lastStep: 7)
    let before = try run.checkpointBytes
    let state = try change(run, lastStep: 7, images: 43) { $0.learningRate = 2e-3 }
    #expect(state.configuration.history.isEmpty)
    #expect(try run.checkpointBytes == before)
    try run.train(lastStep: 12)
    #expect(try run.checkpointBytes == whole.checkpointBytes)
  }

  @Test func theHistoryTellsOfEveryChangeAndAdamsStateIsKept() throws {
    let run = try run("run", lastStep: 7)
    let moments = try Checkpoint(path: run.directory.checkpoint)
    let changed = try change(run, lastStep: 7) { $0.learningRate = 1e-4 }
    #expect(try Checkpoint(path: run.directory.checkpoint).tensorShapes.count < moments.tensorShapes.count)
    let state = try TrainingState(.sample(snapshotInterval: 3), .single())
    try moments.restore(state)
    #expect(changed.allValues == state.allValues)
    try change(run, lastStep: 9, images: 61) { $0.batchSize = 5 }
    let history = try Checkpoint(path: run.directory.checkpoint).configuration.history
    #expect(history.changes.map(\.step) == [7, 7])
    #expect(history.changes.map(\.epochsDone) == [1, 1])
    #expect(history.changes[0].values.mapValues(\.to) == ["learningRate": .number(1e-4)])
    #expect(history.changes[1].values.keys.sorted() == ["batchSize", "dataChecksum", "dataImages"])
    #expect(history.changes[1].values["dataImages"]?.from == .number(43))
    // config.json says the same.
    #expect(try RunConfiguration(run.directory).training.history == history)
  }

  @Test func anEpochWhoseBatchesChangeBeginsAnewAndTheOthersGoOn() throws {
    let sample = TrainingConfiguration.sample()
    var settings = sample.settings
    settings.learningRate = 1
    let slower = sample.changed(at: 7, to: settings, sample.data)
    #expect((0...12).map { slower.position(at: $0).epoch } == (0...12).map { sample.position(at: $0).epoch })
    #expect(slower.lastStep(ofEpochs: 4) == 20)
    #expect(slower.lastSnapshot(at: 9) == 7)
    settings.batchSize = 16
    let larger = slower.changed(at: 8, to: settings, sample.data)
    #expect(larger.batchesPerEpoch == 2)
    #expect((8...12).map { larger.position(at: $0).epochsDone } == [1, 1, 2, 2, 3])
    #expect((9...12).map { larger.position(at: $0).epoch } == [2, 2, 3, 3])
    #expect((8...12).map { larger.position(at: $0).stepsOfNextEpoch } == [0, 1, 0, 1, 0])
    #expect(larger.lastStep(ofEpochs: 4) == 14)
    #expect(larger.lastStep(ofEpochs: 1) == 8)
  }

  @Test func anEpochThatBeginsAnewHasNotEnded() throws {
    // Epochs of 5 batches, of 2 in larger ones.
    let sample = TrainingConfiguration.sample()
    func changed(_ before: TrainingConfiguration, at step: Int, batchSize: Int) -> TrainingConfiguration {
      var settings = before.settings
      settings.batchSize = batchSize
      return before.changed(at: step, to: settings, before.data)
    }
    let cut = changed(sample, at: 7, batchSize: 16)
    #expect((7...11).map { cut.position(at: $0).endsEpoch } == [false, false, true, false, true])
    #expect(!changed(cut, at: 7, batchSize: 4).position(at: 7).endsEpoch)
    #expect(!changed(cut, at: 8, batchSize: 4).position(at: 8).endsEpoch)
    #expect(changed(cut, at: 9, batchSize: 4).position(at: 9).endsEpoch)
    #expect(changed(sample, at: 10, batchSize: 16).position(at: 10).endsEpoch)
    #expect(changed(sample, at: 0, batchSize: 16).position(at: 0).endsEpoch)
    var other = sample.data
    other.checksum ^= 1
    #expect(!sample.changed(at: 7, to: sample.settings, other).position(at: 7).endsEpoch)
    #expect(sample.changed(at: 5, to: sample.settings, other).position(at: 5).endsEpoch)
  }

  @Test(arguments: ["0", "-9223372036854775808", "9223372036854775807", "null", "\"8\""])
  func aHistoryOfImpossibleNumbersIsReckonedWith(number: String) throws {
    var members = try #require(TrainingConfiguration.sample().json.object)
    members["history"] = try JSONValue(
      parsing:
        #"[{"step":7,"epoch":1,"changes":{"batchSize":{"from":\#(number),"to":8},"dataImages":{"from":\#(number),"to":43}}}]"#
    )
    let configuration = try TrainingConfiguration(json: .object(members), architecture: .small)
    #expect(configuration.position(at: 12).endsEpoch && !configuration.position(at: 11).endsEpoch)
    #expect(!configuration.position(at: 7).endsEpoch)
  }

  @Test func aNewLearningRateIsMeantAsItIsGivenAndTheReturnsAreCountedAnew() throws {
    let run = try RecordedRun(.sample(learningRate: 0.5e8), in: directory, name: "exploding")
    #expect(throws: Killer.Killed.self) {
      try run.train(lastStep: 20, checkpointEvery: 1, watchedBy: Killer(afterSteps: 12))
    }
    #expect(try Checkpoint(path: run.directory.checkpoint).rollbacks == 1)
    let kept = try change(run, lastStep: 10) { $0.discriminatorLearningRate = 1e-5 }
    #expect(kept.rollbacks == 1)
    let changed = try change(run, lastStep: 10) { $0.learningRate = 1e-5 }
    #expect(changed.learningRateFactor == 1)
    #expect(try Checkpoint(path: run.directory.checkpoint).rollbacks == 0)
  }

  @Test func aRunThatExplodesAfterAChangeGoesBackToTheChangeAtMost() throws {
    let run = try run("run", snapshotInterval: 100, lastStep: 7)
    var steps: [Int] = []
    #expect(throws: TrainingDivergedError.self) {
      let paused = try PausedRun(run.directory)
      var resumed = ResumedRun(paused, TrainingData(images: run.configuration.sampleImages, path: "sample"))
      resumed.training = paused.training.settings
      resumed.training?.learningRate = 1e30
      try TrainingSession(resuming: resumed, .single()).train(
        lastStep: 30, report: { if let rollback = $0 as? Rollback { steps.append(rollback.step) } })
    }
    #expect(steps == [7, 7, 7])
  }

  @Test func otherImagesAreRefusedUnlessAChangeIsAskedFor() throws {
    let run = try run("run", lastStep: 7)
    #expect(throws: OtherImagesError.self) { try resume(run, images: 61, lastStep: 9) }
    #expect(throws: BatchSizeError.self) { try change(run, lastStep: 9, images: 7) }
  }

  @Test func aChangeThatOnlyADamagedCheckpointKnewOfIsMissedAloud() throws {
    let run = try run("run", lastStep: 6)
    try run.train(lastStep: 7)
    try change(run, lastStep: 7) { $0.learningRate = 1e-4 }
    try Data([1]).write(to: URL(fileURLWithPath: run.directory.checkpoint))
    let notices = try PausedRun(run.directory).notices
    #expect(notices.compactMap { ($0 as? LostChange)?.step } == [7])
    try FileManager.default.removeItem(atPath: run.directory.checkpoint)
    for step in run.directory.olderCheckpointSteps() {
      try FileManager.default.removeItem(atPath: run.directory.olderCheckpoint(step: step))
    }
    let error = #expect(throws: RunDirectoryError.self) { try PausedRun(run.directory) }
    #expect(error?.kind == .noSoundCheckpoint)
  }

  static let impossible = [
    "[]", "{}", "7", "[7]", #"[{"step":-1,"epoch":0,"changes":{"batchSize":{"from":1,"to":2}}}]"#,
    #"[{"step":5,"epoch":6,"changes":{"batchSize":{"from":1,"to":2}}}]"#, #"[{"step":5,"epoch":1,"changes":{}}]"#,
    #"[{"step":5,"epoch":1,"changes":{"batchSize":{"from":1}}}]"#, #"[{"step":5,"epoch":1,"changes":{"batchSize":2}}]"#,
    #"[{"step":9223372036854775807,"epoch":1,"changes":{"batchSize":{"from":1,"to":2}}}]"#,
    #"[{"step":5,"epoch":1,"changes":{"a":{"from":1,"to":2}}},{"step":4,"epoch":1,"changes":{"a":{"from":1,"to":2}}}]"#,
  ]

  @Test(arguments: impossible)
  func anImpossibleHistoryIsRefused(text: String) throws {
    var members = try #require(TrainingConfiguration.sample().json.object)
    members["history"] = try JSONValue(parsing: Array(text.utf8))
    #expect(throws: SettingError.self) {
      try TrainingConfiguration(json: .object(members), architecture: .small)
    }
  }

  @Test func aCheckpointOfAStepBeforeItsLastChangeIsRefused() throws {
    let run = try run("run", lastStep: 7)
    try change(run, lastStep: 7) { $0.batchSize = 4 }
    var file = try SafetensorsFile(path: run.directory.checkpoint)
    file.metadata["step"] = "6"
    try file.write(to: run.directory.checkpoint, replaceExisting: true)
    #expect(throws: CheckpointError.self) { try Checkpoint(path: run.directory.checkpoint) }
  }
}
