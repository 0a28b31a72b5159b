import FileFormats
import Foundation
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// Figures of a run's images in its log, and its best checkpoint.
struct QualityTests {
  let directory: TemporaryDirectory
  let run: RecordedRun

  init() throws {
    directory = try TemporaryDirectory()
    run = try RecordedRun(.sample(), in: directory, name: "run")
  }

  private func record(_ step: Int, frechet: Double?, count: Int = 100) throws -> QualityRecord {
    let json = JSONValue.object([
      "count": .number(count), "against": .string("held-out"), "features": .object([:]), "verdict": .string("fair"),
      "frechet": .object(["value": frechet.map { .number($0) } ?? .null, "floor": .object(["value": .number(0.5)])]),
    ])
    return try #require(QualityRecord(json, step: step))
  }

  /// Opens the log of a run that stands at a step.
  private func log(at step: Int) throws -> MetricsLog {
    try MetricsLog(run.directory, step: step, every: 1, batchSize: 8, report: { _ in })
  }

  @Test func figuresBehindTheLastLoggedStepAreKeptAndThoseOfLaterStepsAreCutOff() throws {
    try run.train(lastStep: 10, logEvery: 7)
    let log = try log(at: 10)
    for (step, frechet) in [(5, 3.0), (10, 2.0), (15, 1.0)] {
      try log.append(try record(step, frechet: frechet), epoch: step / 5)
    }
    #expect(try QualityHistory(run.directory).records.map(\.step) == [5, 10, 15])
    _ = try self.log(at: 10)
    let history = try QualityHistory(run.directory)
    #expect(history.records.map(\.step) == [5, 10])
    #expect(history.best?.step == 10 && history.best?.frechet == 2)
    // They are no steps of training.
    #expect(try MetricsHistory(run.directory).lines.map(\.step) == [7, 10])
  }

  @Test func onlyFiguresThatMayBeComparedAreTheBest() throws {
    let log = try log(at: 0)
    try log.append(try record(5, frechet: 1, count: 50), epoch: 1)
    try log.append(try record(10, frechet: 3), epoch: 2)
    try log.append(try record(15, frechet: nil), epoch: 3)
    try log.append(try record(20, frechet: 4), epoch: 4)
    #expect(try QualityHistory(run.directory).best?.step == 10)
  }

  @Test func onlyBetterNetworksReplaceTheBestAndTheyGoOnBeingJudgedByItsFigure() throws {
    let state = try TrainingState.trained(run.configuration, steps: 5)
    var best = BestCheckpoint(run.directory, at: 5)
    #expect(best.record == nil)
    let log = try log(at: 5)
    let first = try record(5, frechet: 3)
    #expect(try best.offer(state, first))
    try log.append(first, epoch: 1)
    let bytes = try bytes(ofFile: run.directory.best)
    #expect(try !best.offer(state, try record(10, frechet: 3)))
    // Resumed, it is known from the log again.
    var resumed = BestCheckpoint(run.directory, at: 7)
    #expect(resumed.record == first)
    #expect(try !resumed.offer(state, try record(10, frechet: 3.5)))
    #expect(try !resumed.offer(state, try record(10, frechet: nil)))
    let later = try TrainingState.trained(run.configuration, steps: 10)
    #expect(try resumed.offer(later, try record(10, frechet: 2)))
    #expect(try Checkpoint(path: run.directory.best).step == 10)
    #expect(try bytes != TestSupport.bytes(ofFile: run.directory.best))
    // A log that was cut back knows nothing of the file of step 10.
    #expect(BestCheckpoint(run.directory, at: 7).record == nil)
  }

  /// What is not known to be worse is not replaced.
  @Test func theBestStaysAsLongAsItCannotBeReadHowGoodItIs() throws {
    let state = try TrainingState.trained(run.configuration, steps: 5)
    var first = BestCheckpoint(run.directory, at: 5)
    let figures = try record(5, frechet: 1)
    #expect(try first.offer(state, figures))
    try log(at: 5).append(figures, epoch: 1)
    let later = try TrainingState.trained(run.configuration, steps: 10)
    let files = FileManager.default
    for file in [run.directory.best, run.directory.metrics] {
      // A disk that is not there for a while.
      try files.moveItem(atPath: file, toPath: directory.file("elsewhere"))
      let link = file == run.directory.best ? "\(run.directory.path)/away" : file
      try files.createSymbolicLink(atPath: file, withDestinationPath: link)
      var best = BestCheckpoint(run.directory, at: 10)
      let fault = #expect(throws: FileError.self) { try best.offer(later, self.record(10, frechet: 3)) }
      #expect(fault?.path == file)
      try files.removeItem(atPath: file)
      try files.moveItem(atPath: directory.file("elsewhere"), toPath: file)
      #expect(try Checkpoint(path: run.directory.best).step == 5)
      #expect(try !best.offer(later, record(10, frechet: 3)))
      #expect(best.record == figures)
    }
    // What is damaged can be replaced.
    try directory.create("run/best.safetensors", "damaged".utf8)
    var damaged = BestCheckpoint(run.directory, at: 10)
    #expect(try damaged.offer(later, record(10, frechet: 3)))
  }

  @Test func figuresOfAnotherKindAreNoMeasure() throws {
    let state = try TrainingState.trained(run.configuration, steps: 5)
    var best = BestCheckpoint(run.directory, at: 5)
    #expect(try best.offer(state, try record(5, frechet: 1, count: 50)))
    #expect(try best.offer(state, try record(10, frechet: 3)))
  }

  @Test func theEvaluationOfARunIsReadAndADamagedOneIsNone() throws {
    #expect(run.directory.readEvaluation() == nil)
    let json = #"{"against":"test","count":7,"features":{},"frechet":{"value":2,"floor":{"value":1}},"step":9}"#
    try Data(json.utf8).write(to: URL(fileURLWithPath: run.directory.evaluation))
    let record = try #require(run.directory.readEvaluation())
    #expect(record.step == 9 && record.frechet == 2 && record.floor("frechet") == 1)
    #expect(record.summary == "Fréchet distance 2.00 (real images 1.00)")
    for damaged in ["", "{", "[]", #"{"step":9}"#, #"{"against":"test","count":7,"features":{}}"#] {
      try Data(damaged.utf8).write(to: URL(fileURLWithPath: run.directory.evaluation))
      #expect(run.directory.readEvaluation() == nil, "\(damaged)")
    }
  }
}
