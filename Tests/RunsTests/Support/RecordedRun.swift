import FileFormats
import Foundation
import TensorCore
import TestSupport
import TrainingTestSupport

@testable import GAN
@testable import Runs

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
    var settings = RunSettings()
    settings.checkpointInterval = checkpointEvery
    settings.keptCount = keep
    settings.logInterval = logEvery
    let session = try session(settings, try context ?? .single())
    for case let notice as DamagedCheckpoint in session.notices { passOver(notice.cause) }
    return try session.train(
      lastStep: lastStep, observers: [watcher].compactMap { $0 }, report: { report($0.description) },
      shouldStop: { session.state.step == stopAfter })
  }

  private func session(_ settings: RunSettings, _ context: ComputeContext) throws -> TrainingSession {
    let data = TrainingData(images: configuration.sampleImages, path: "sample")
    if directory.holdsRun() {
      var resumed = ResumedRun(try PausedRun(directory), data)
      resumed.settings = settings
      return try TrainingSession(resuming: resumed, context)
    }
    var run = NewRun(configuration.architecture, data)
    run.training = configuration.settings
    run.settings = settings
    run.directory = directory
    return try TrainingSession(starting: run, context)
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
      // But for the line on the end of the run.
      try logLines.filter { $0["lossD"] != nil }.map { line in
        LoggedStep(
          step: line["step"]?.integer ?? -1, epoch: line["epoch"]?.integer ?? -1,
          health: line["health"]?.string ?? "",
          values: line.filter { !["step", "epoch", "imagesPerSecond", "seconds"].contains($0.key) }
            .compactMapValues(\.double))
      }
    }
  }
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
