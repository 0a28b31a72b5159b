import FileFormats
import Foundation
import Platform
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

struct MetricsLogTests {
  let directory: TemporaryDirectory
  let run: RecordedRun

  init() throws {
    directory = try TemporaryDirectory()
    run = try RecordedRun(.sample(), in: directory, name: "run")
  }

  /// What the log holds once it was opened for a run at `step`.
  private func opened(at step: Int, holding text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: run.directory.metrics))
    _ = try MetricsLog(run.directory, step: step, every: 1, batchSize: 8, report: { _ in })
    return String(decoding: try bytes(ofFile: run.directory.metrics), as: UTF8.self)
  }

  @Test func eachLineHasTheStepTheEpochFrom1LossesProbabilitiesAndTimes() throws {
    try run.train(lastStep: 7)
    let lines = try run.logLines
    #expect(lines.count == 7)
    for (index, line) in lines.enumerated() {
      #expect(
        Set(line.keys) == [
          "step", "epoch", "lossD", "lossG", "dReal", "dFake", "learningRateFactor", "health", "imagesPerSecond",
          "seconds",
        ])
      #expect(line["step"]?.integer == index + 1)
      #expect(line["epoch"]?.integer == index / 5 + 1)
      for loss in ["lossD", "lossG"] { #expect((line[loss]?.double ?? -1) > 0) }
      for probability in ["dReal", "dFake"] { #expect((0...1).contains(line[probability]?.double ?? -1)) }
      #expect((line["seconds"]?.double ?? -1) >= 0)
    }
    let seconds = lines.compactMap { $0["seconds"]?.double }
    #expect(seconds == seconds.sorted())
  }

  @Test func theLossesAreThoseThatTheStepsGive() throws {
    try run.train(lastStep: 2)
    let state = try TrainingState(run.configuration, .single())
    let context = try ComputeContext.single()
    let source = BatchSource(run.configuration.sampleImages, run.configuration, context)
    let step = TrainingStep(run.configuration, context)
    for logged in try run.loggedSteps {
      let metrics = step(state, real: source.batch(step: state.step))
      #expect(
        logged.values == [
          "lossD": metrics.discriminatorLoss, "lossG": metrics.generatorLoss, "dReal": metrics.realProbability,
          "dFake": metrics.fakeProbability, "learningRateFactor": 1,
        ])
    }
  }

  @Test(arguments: [1, 2, 3, 5, 100])
  func everySoManyStepsAreLoggedAndTheLast(interval: Int) throws {
    try run.train(lastStep: 8, logEvery: interval)
    #expect(try run.loggedSteps.map(\.step) == (1...8).filter { $0 % interval == 0 || $0 == 8 })
  }

  /// Takes a while after each step.
  private final class Pause: TrainingObserver {
    func stepDidEnd(_ progress: TrainingProgress) throws { Thread.sleep(forTimeInterval: 0.01) }
  }

  @Test func theSpeedIsThatOfTheImagesSinceTheLineBefore() throws {
    let log = try MetricsLog(run.directory, step: 0, every: 2, batchSize: 8, report: { _ in })
    try Trainer.sample(run.configuration, .single()).train(lastStep: 5, observers: [Pause(), log])
    // Times are written to the millisecond: those of a line and of the one before differ by up to one more or less.
    var (step, seconds) = (0, 0.0)
    for line in try run.logLines {
      let (here, now) = (try #require(line["step"]?.integer), try #require(line["seconds"]?.double))
      let (images, speed) = (Double(8 * (here - step)), try #require(line["imagesPerSecond"]?.double))
      #expect(speed >= images / (now - seconds + 0.0011) - 0.001 && speed <= images / (now - seconds - 0.0011) + 0.001)
      (step, seconds) = (here, now)
    }
    #expect(step == 5 && seconds >= 0.05)
  }

  private static func line(_ step: Int, seconds: Double) -> String {
    let metrics = StepMetrics(discriminatorLoss: 1, generatorLoss: 2, realProbability: 0.5, fakeProbability: 0.25)
    return MetricsLine(step: step, epoch: 1, metrics: metrics, imagesPerSecond: 9, seconds: seconds).json.text + "\n"
  }

  private static let lines = (1...4).map { line($0, seconds: Double($0) + 0.5) }

  @Test(arguments: 0...5)
  func linesBeyondTheCheckpointsStepAreCutOff(step: Int) throws {
    #expect(try opened(at: step, holding: Self.lines.joined()) == Self.lines.prefix(step).joined())
  }

  @Test func aTornLastLineIsCutOffWhereverItWasTorn() throws {
    let whole = Self.lines.joined()
    let last = Self.lines[3].utf8.count
    // Without its end of line alone, a line is whole.
    #expect(try opened(at: 4, holding: String(whole.dropLast())) == whole)
    for missing in 2..<last {
      #expect(
        try opened(at: 4, holding: String(whole.dropLast(missing))) == Self.lines.prefix(3).joined(),
        "\(missing) bytes are missing")
    }
  }

  @Test func aLogThatEndsInWhatIsNoLogIsCutAtItsLastSoundLine() throws {
    for damage in ["\0\0\0\0", "{}\n", "[1]\n", #"{"step":"4"}"#, "\u{1F4A5}\n", Self.line(2, seconds: 1e300)] {
      #expect(try opened(at: 9, holding: Self.lines[0] + damage) == Self.lines[0])
    }
    #expect(try opened(at: 9, holding: "\n\n" + Self.lines[0] + "\n") == "\n\n" + Self.lines[0])
  }

  @Test func soundLinesBehindADamagedOneAreKept() throws {
    let damaged = Self.lines[0] + "\0\0\0\n" + Self.lines[2]
    #expect(try opened(at: 3, holding: damaged + Self.lines[3]) == damaged)
    #expect(try MetricsHistory(run.directory).lines.map(\.step) == [1, 3])
  }

  @Test func aLogWithoutALineYetIsNoObstacleARunMayBeKilledBeforeItsFirst() throws {
    try RunConfiguration(training: run.configuration, data: "sample").write(to: run.directory)
    #expect(try opened(at: 0, holding: "") == "")
    try run.train(lastStep: 1)
    #expect(try run.loggedSteps.map(\.step) == [1])
  }

  @Test func theTimeGoesOnWhereTheEarlierPartOfTheRunLeftIt() throws {
    _ = try opened(at: 1, holding: Self.line(1, seconds: 1000.5))
    let log = try MetricsLog(run.directory, step: 1, every: 1, batchSize: 8, report: { _ in })
    let trainer = try Trainer.sample(run.configuration, .single())
    try trainer.train(lastStep: 2, observers: [log])
    #expect(try run.logLines.dropFirst().allSatisfy { ($0["seconds"]?.double ?? 0) >= 1000.5 })
  }

  @Test(.enabled(if: OperatingSystem.isLinux))
  func linesThatAreMissingWhenTheRunEndsAreToldAndThoseOfStepsMadeAgainAreNone() throws {
    try FileManager.default.createSymbolicLink(atPath: run.directory.metrics, withDestinationPath: "/dev/full")
    var reports: [String] = []
    let log = try MetricsLog(
      run.directory, step: 0, every: 1, batchSize: 8, report: { reports.append($0.description) })
    try Trainer.sample(run.configuration, .single()).train(lastStep: 3, observers: [log])
    let path = run.directory.metrics
    #expect(
      reports == [
        "Warning: '\(path)': this is a character device, not a regular file. Training goes on, and the log as it is.",
        "Warning: '\(path)': cannot be written: No space left on device. Training goes on; the lines are added when "
          + "they "
          + "can be written.",
        "Warning: '\(path)' lacks 3 lines that could not be written.",
      ])
  }

  @Test func aLogThatCannotBeOpenedIsToldInASentence() throws {
    try FileManager.default.createDirectory(atPath: run.directory.metrics, withIntermediateDirectories: false)
    let error = #expect(throws: FileError.self) {
      try MetricsLog(run.directory, step: 0, every: 1, batchSize: 8, report: { _ in })
    }
    #expect(error?.description == "'\(run.directory.metrics)': cannot be opened for writing: Is a directory.")
  }
}
