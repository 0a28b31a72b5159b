@testable import Runs
import TrainingTestSupport
import TestSupport
import FileFormats
import Foundation
import TensorCore

@testable import GAN

extension CheckpointWriter {
  /// A writer whose reports nobody reads.
  convenience init(_ run: RunDirectory, everySteps interval: Int?, keep: Int = 2, newestStep: Int? = nil) {
    self.init(run, everySteps: interval, keep: keep, newestStep: newestStep, report: { _ in })
  }
}

/// A run as `dcgan train` makes it: a run directory with a log of every step and a checkpoint after every epoch.
struct RecordedRun {
  /// One line of the log, without the times, which differ from run to run.
  struct LoggedStep: Hashable {
    let step: Int
    let epoch: Int
    let health: String
    let values: [String: Double]
  }

  let configuration: TrainingConfiguration
  let directory: RunDirectory

  /// Creates the directory of a run.
  init(_ configuration: TrainingConfiguration, in directory: TemporaryDirectory, name: String) throws {
    self.configuration = configuration
    self.directory = RunDirectory(directory.file(name))
    try self.directory.create()
  }

  /// Goes on from the checkpoint, or from the first weights, until `lastStep` or until `stopAfter` steps are made.
  ///
  /// - Returns: how it ended.
  @discardableResult
  func train(
    lastStep: Int, stopAfter: Int? = nil, checkpointEvery: Int? = nil, keep: Int = 2, logEvery: Int = 1,
    report: @escaping (String) -> Void = { _ in }, watchedBy watcher: (any TrainingObserver)? = nil,
    _ context: ComputeContext? = nil, passOver: (FileError) -> Void = { _ in }
  ) throws -> TrainingEnding? {
    let context = try context ?? .single()
    let state = try TrainingState(configuration, context)
    let checkpoint = try directory.newestSoundCheckpoint(passOver: passOver)
    try checkpoint?.restore(state)
    let log = try MetricsLog(
      directory, step: state.step, every: logEvery, batchSize: configuration.batchSize, report: { _ in })
    let writer = CheckpointWriter(
      directory, everySteps: checkpointEvery, keep: keep,
      newestStep: checkpoint?.path == directory.checkpoint ? state.step : nil)
    let end = EndingObserver()
    let health = HealthMonitor(configuration.sampleImages, report: report)
    var observers: [any TrainingObserver] = [health, log]
    // Between log and checkpoint: there, a killed run leaves the log ahead.
    if let watcher { observers.append(watcher) }
    observers += [writer, end]
    try Trainer(state, images: configuration.sampleImages, context).train(
      lastStep: lastStep, observers: observers,
      shouldStop: { state.step == stopAfter })
    return end.ending
  }

  /// The checkpoint's bytes.
  var checkpointBytes: [UInt8] { get throws { try bytes(ofFile: directory.checkpoint) } }

  /// The log's lines as JSON.
  var logLines: [[String: JSONValue]] {
    get throws {
      try bytes(ofFile: directory.metrics).split(separator: UInt8(ascii: "\n")).map {
        try JSONValue(parsing: Array($0)).object ?? [:]
      }
    }
  }

  /// The log without times.
  var loggedSteps: [LoggedStep] {
    get throws {
      try logLines.map { line in
        LoggedStep(
          step: line["step"]?.integer ?? -1, epoch: line["epoch"]?.integer ?? -1,
          health: line["health"]?.string ?? "",
          values: line.filter { !["step", "epoch", "imagesPerSecond", "seconds"].contains($0.key) }
            .compactMapValues(\.double))
      }
    }
  }
}

/// Remembers why a run ended.
private final class EndingObserver: TrainingObserver {
  private(set) var ending: TrainingEnding?

  func stepDidEnd(_ progress: TrainingProgress) { ending = progress.ending }
}

/// Ends a run without a word after a number of steps, those that were made twice included.
final class Killer: TrainingObserver {
  struct Killed: Error {}
  private var stepsLeft: Int

  init(afterSteps steps: Int) { stepsLeft = steps }

  func stepDidEnd(_ progress: TrainingProgress) throws {
    stepsLeft -= 1
    if stepsLeft == 0 { throw Killed() }
  }
}
