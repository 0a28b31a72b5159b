import FileFormats
import Foundation

/// Writes a line of JSON for each logged step to `metrics.jsonl`. Training does not depend on it: lines that cannot be
/// written wait until they can.
public final class MetricsLog: TrainingObserver {
  private let path: String
  private var file: AppendedFile
  private let report: (String) -> Void
  private var isBehind = false
  private let interval: Int
  private let imagesPerStep: Int
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let earlierSeconds: Double
  private var lastLog: (instant: ContinuousClock.Instant, step: Int)

  /// Opens the log of a run that stands at `step`, and logs every `interval` steps and the last.
  ///
  /// Lines beyond the step, which a killed run may have left, and a torn last line are cut off. `report` is given a sentence
  /// when lines begin to wait.
  ///
  /// - Throws: ``FileFormats/FileError``.
  public init(
    _ run: RunDirectory, step: Int, every interval: Int, batchSize: Int, report: @escaping (String) -> Void
  ) throws {
    self.interval = interval
    self.report = report
    imagesPerStep = batchSize
    path = run.metrics
    earlierSeconds = try Self.cut(path, to: step)
    file = try AppendedFile(path: path)
    start = clock.now
    lastLog = (start, step)
  }

  /// The largest log that is read back, far more than any run writes.
  private static let largestLog = 1 << 30

  /// Rewrites the log with the lines up to `step`, and returns how many seconds of training they tell of.
  private static func cut(_ path: String, to step: Int) throws -> Double {
    // A run that was killed before its first line has left an empty log.
    let old = try WholeFile.readIfAny(path: path, maximumSize: largestLog)
    var kept: [UInt8] = []
    var seconds = 0.0
    for line in old.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
      guard let json = try? JSONValue(parsing: Array(line)), let lineStep = json["step"]?.integer,
        lineStep <= step
      else { break }
      kept += line
      kept.append(UInt8(ascii: "\n"))
      seconds = json["seconds"]?.double ?? seconds
    }
    try AtomicFile.write(kept, to: path, replaceExisting: true)
    return seconds
  }

  /// Cuts off the steps that will be made again.
  public func didRollBack(_ rollback: Rollback, _ state: TrainingState) throws {
    lastLog = (clock.now, rollback.step)
    do {
      _ = try Self.cut(path, to: rollback.step)
      file = try AppendedFile(path: path)
    } catch let error as FileError {
      report("Warning: \(error) Training goes on; the log keeps the steps that are made again.")
    }
  }

  /// Logs the step if it is due.
  public func stepDidEnd(_ progress: TrainingProgress) throws {
    guard progress.step % interval == 0 || progress.ending != nil else { return }
    let now = clock.now
    let images = (progress.step - lastLog.step) * imagesPerStep
    var members: [String: JSONValue] = [
      "step": .number(progress.step),
      "epoch": .number(progress.epoch),
      "lossD": .number(progress.metrics.discriminatorLoss),
      "lossG": .number(progress.metrics.generatorLoss),
      "dReal": .number(progress.metrics.realProbability),
      "dFake": .number(progress.metrics.fakeProbability),
      "learningRateFactor": .number(progress.state.learningRateFactor),
      "health": .string(progress.state.health.verdict.name),
      "imagesPerSecond": .number(Self.rounded(Double(images) / (now - lastLog.instant).seconds)),
      "seconds": .number(Self.rounded(earlierSeconds + (now - start).seconds)),
    ]
    if progress.step >= HealthMonitor.interval {
      members["diversity"] = .number(Double(progress.state.health.diversity))
      members["pictureChange"] = .number(Double(progress.state.health.change))
    }
    let line = JSONValue.object(members)
    lastLog = (now, progress.step)
    do {
      try file.append(line: line.text)
      isBehind = false
    } catch let error as FileError {
      if !isBehind { report("Warning: \(error) Training goes on; the lines are added when they can be written.") }
      isBehind = true
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

extension Duration {
  /// The duration in seconds.
  public var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
