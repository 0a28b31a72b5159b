import FileFormats
import Foundation
import NeuralNetwork
import Platform
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// What a run writes for TensorBoard.
struct EventLogTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func plan(_ name: String, writesEvents: Bool = true) -> NewRun {
    var plan = NewRun(.small, TrainingData(images: TrainingConfiguration.sample().sampleImages, path: "sample"))
    plan.training = TrainingConfiguration.sample().settings
    plan.settings.logInterval = 1
    plan.settings.writesEvents = writesEvents
    plan.directory = RunDirectory(directory.file(name))
    plan.replacesRun = true
    return plan
  }

  private func events(_ run: RunDirectory) throws -> [TensorBoardRecords.Event] {
    try run.eventsNumbers().flatMap { number in
      try #require(TensorBoardRecords(try bytes(ofFile: run.events(number: number)))).events
    }
  }

  @Test func aRunTellsItsLogItsGridsAndTheDistributionOfItsWeights() throws {
    let session = try TrainingSession(starting: plan("run"), .single())
    try session.train(lastStep: 10)
    let run = session.directory
    #expect(run.eventsNumbers() == [1])
    let events = try events(run)
    #expect(events[0].fileVersion == "brain.Event:2" && events[1].startsSession && events[1].step == 1)
    let scalars = events.filter { !$0.scalars.isEmpty }
    let lines = try MetricsHistory(run).lines
    #expect(scalars.map(\.step) == Array(1...10) && lines.map(\.step) == Array(1...10))
    for (event, line) in zip(scalars, lines) {
      #expect(event.scalars["loss/discriminator"] == Float(line.metrics.discriminatorLoss))
      #expect(event.scalars["loss/generator"] == Float(line.metrics.generatorLoss))
      #expect(event.scalars["probability/D(real)"] == Float(line.metrics.realProbability))
      #expect(event.scalars["probability/D(fake)"] == Float(line.metrics.fakeProbability))
      #expect(event.scalars["training/images per second"] == Float(line.imagesPerSecond))
      #expect(event.scalars["training/learning rate factor"] == 1)
      #expect(event.scalars["health/diversity"] == nil)
    }
    let drawn = events.filter { !$0.pictures.isEmpty }
    #expect(drawn.map(\.step) == [5, 10])
    #expect(drawn[1].pictures["samples"] == (try bytes(ofFile: run.sample(epoch: 2))))
    let weights = session.state.networkState.filter { $0.kind == .floats }
    #expect(drawn[1].histograms.count == weights.count)
    for item in weights {
      let tag = item.name.split(separator: ".", maxSplits: 1).joined(separator: "/")
      let histogram = try #require(drawn[1].histograms[tag])
      #expect(histogram.count == Double(item.read().count) && histogram.counts.reduce(0, +) == histogram.count)
    }
  }

  @Test func theForecastOfTheRoomOnTheDiskCountsIt() throws {
    let silent = try TrainingSession(starting: plan("silent", writesEvents: false), .single())
    let session = try TrainingSession(starting: plan("run"), .single())
    let room = session.diskForecast(lastStep: 40).log - silent.diskForecast(lastStep: 40).log
    try session.train(lastStep: 40)
    let size = try bytes(ofFile: session.directory.events(number: 1)).count
    #expect((size...20 * size).contains(room), "\(size) bytes, \(room) foreseen")
  }

  @Test func notABitOfTheRunChangesByIt() throws {
    let checkpoints = try [true, false].map { writesEvents in
      let session = try TrainingSession(starting: plan("run", writesEvents: writesEvents), .single())
      try session.train(lastStep: 7)
      #expect(session.directory.eventsNumbers().isEmpty != writesEvents)
      return try bytes(ofFile: session.directory.checkpoint)
    }
    #expect(checkpoints[0] == checkpoints[1])
    let silent = try String(contentsOfFile: RunDirectory(directory.file("run")).configuration, encoding: .utf8)
    #expect(!silent.contains("tensorBoard"))
  }

  @Test func aRunThatIsKilledAndResumedTellsNoStepTwice() throws {
    do {
      let session = try TrainingSession(starting: plan("run"), .single())
      #expect(throws: Killer.Killed.self) {
        try session.train(lastStep: 20, observers: [Killer(afterSteps: 8)])
      }
    }
    let run = RunDirectory(directory.file("run"))
    // Torn by the kill.
    let whole = try bytes(ofFile: run.events(number: 1))
    try Data(whole.dropLast(3)).write(to: URL(fileURLWithPath: run.events(number: 1)))
    let data = TrainingData(images: TrainingConfiguration.sample().sampleImages, path: "sample")
    let session = try TrainingSession(resuming: ResumedRun(try PausedRun(run), data), .single())
    #expect(session.settings.writesEvents && session.state.step == 5)
    try session.train(lastStep: 12)
    #expect(run.eventsNumbers() == [1, 2])
    let events = try events(run)
    #expect(events.filter { !$0.scalars.isEmpty }.map(\.step) == Array(1...12))
    #expect(events.filter { !$0.pictures.isEmpty }.map(\.step) == [5, 10, 12])
    #expect(events.filter(\.startsSession).map(\.step) == [1, 6])
  }

  /// Explodes at step 3, and with half the learning rate at step 12, as in `DivergenceTests`.
  @Test func aRunThatGoesBackTellsNoStepTwice() throws {
    var plan = plan("run")
    plan.training = TrainingConfiguration.sample(learningRate: 1e8).settings
    let session = try TrainingSession(starting: plan, .single())
    var returns: [Int] = []
    try session.train(lastStep: 14, report: { if let rollback = $0 as? Rollback { returns.append(rollback.step) } })
    #expect(returns == [0, 10])
    let events = try events(session.directory)
    #expect(session.directory.eventsNumbers() == [1, 2, 3])
    let scalars = events.filter { !$0.scalars.isEmpty }
    #expect(scalars.map(\.step) == Array(1...14))
    let factors = scalars.map { $0.scalars["training/learning rate factor"] }
    #expect(factors == (1...14).map { $0 <= 10 ? 0.5 : 0.25 })
    #expect(events.filter(\.startsSession).map(\.step) == [1, 11])
  }

  @Test func aNewRunInTheSamePlaceBeginsAnew() throws {
    for _ in 0..<2 { try TrainingSession(starting: plan("run"), .single()).train(lastStep: 3) }
    try Data().write(to: URL(fileURLWithPath: directory.file("run/events.out.tfevents.123.host")))
    let session = try TrainingSession(starting: plan("run"), .single())
    try session.train(lastStep: 3)
    #expect(session.directory.eventsNumbers() == [1])
    #expect(try events(session.directory).filter { !$0.scalars.isEmpty }.map(\.step) == [1, 2, 3])
    // Another program's.
    #expect(directory.holds("run/events.out.tfevents.123.host"))
  }

  @Test(.enabled(if: OperatingSystem.isLinux))
  func recordsThatWaitAreToldOnceAndCountedInTheEnd() throws {
    let run = RunDirectory(directory.file("run"))
    try run.create()
    var notices: [String] = []
    let log = EventLog(run, try AppendedFile(path: "/dev/full"), path: "full", step: 0) {
      notices.append($0.description)
    }
    for step in 1...3 {
      log.append(
        MetricsLine(
          step: step, epoch: 1,
          metrics: StepMetrics(discriminatorLoss: 1, generatorLoss: 1, realProbability: 0.5, fakeProbability: 0.5),
          imagesPerSecond: 1, seconds: 1))
    }
    log.end()
    #expect(
      notices == [
        "Warning: '/dev/full': cannot be written: No space left on device. Training goes on; what TensorBoard is to show "
          + "is added when it can be written.",
        "Warning: 'full' lacks 5 records that could not be written.",
      ])
  }
}
