import FileFormats
import Foundation
import GAN

/// Writes a line of JSON for each logged step to `metrics.jsonl`. Training does not depend on it: lines that cannot be
/// written wait until they can.
public final class MetricsLog: TrainingObserver {
  private let run: RunDirectory
  private let file: AppendedFile
  private let report: (any RunNotice) -> Void
  /// What TensorBoard is told besides, if the run is to tell it.
  var events: EventLog?
  private var isBehind = false
  /// Whether the last line is one on the end of the run, which no longer holds as soon as it goes on.
  private var endsRun = false
  private let interval: Int
  private let imagesPerStep: Int
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var earlierSeconds = 0.0
  private var lastLog: (instant: ContinuousClock.Instant, step: Int)

  /// Opens the log of a run that stands at `step`, and logs every `interval` steps and the last.
  ///
  /// Lines beyond the step, which a killed run may have left, and a torn last line are cut off. `report` is given a
  /// ``LogTrouble`` when that cannot be done, when lines begin to wait, and when some are missing in the end.
  ///
  /// - Throws: ``FileFormats/FileError`` if the log cannot be opened.
  public init(
    _ run: RunDirectory, step: Int, every interval: Int, batchSize: Int, report: @escaping (any RunNotice) -> Void
  ) throws {
    self.run = run
    self.interval = interval
    self.report = report
    imagesPerStep = batchSize
    start = clock.now
    lastLog = (start, step)
    file = try AppendedFile(path: run.metrics)
    earlierSeconds = cut(to: step, withEnding: true)
  }

  /// Cuts the log behind its last line until `step`, and returns how many seconds of training are left. Training can do
  /// without.
  private func cut(to step: Int, withEnding: Bool = false) -> Double {
    do {
      let end = try MetricsText.end(of: run, and: file.unwritten, until: step, withEnding: withEnding)
      endsRun = end.endsRun
      try file.truncate(to: end.size)
      // Torn just before its line end.
      if !end.isWhole { try file.append(line: "") }
      return end.seconds
    } catch {
      report(LogTrouble.isNotCut("\(error)"))
      return 0
    }
  }

  /// Cuts off the steps that will be made again.
  public func didRollBack(_ rollback: Rollback, _ state: TrainingState) {
    lastLog = (clock.now, rollback.step)
    _ = cut(to: rollback.step)
    events?.didRollBack(to: rollback.step)
  }

  /// Logs the step if it is due.
  public func stepDidEnd(_ progress: TrainingProgress) throws {
    if endsRun { _ = cut(to: progress.step) }
    guard progress.step % interval == 0 || progress.ending != nil else { return }
    let now = clock.now
    let images = (progress.step - lastLog.step) * imagesPerStep
    var line = MetricsLine(
      step: progress.step, epoch: progress.position.epoch, metrics: progress.metrics,
      imagesPerSecond: Self.rounded(Double(images) / (now - lastLog.instant).seconds),
      seconds: Self.rounded(earlierSeconds + (now - start).seconds))
    line.learningRateFactor = progress.state.learningRateFactor
    line.health = progress.state.health.verdict.name
    if progress.step >= HealthMonitor.interval { line.diversity = Double(progress.state.health.diversity) }
    // The first examination has no pictures before it to compare with.
    if progress.step >= 2 * HealthMonitor.interval {
      line.pictureChange = Double(progress.state.health.change)
    }
    lastLog = (now, progress.step)
    try append(line.json)
    events?.append(line)
    if let part = progress.state.health.repeatedPart {
      try append(EndingLine(step: progress.step, repeatedPart: Self.rounded(part)).json)
    }
    let missing = file.missingCount
    if progress.ending != nil, missing > 0 {
      report(LogTrouble.lacksLines(missing, path: run.metrics))
    }
  }

  /// Adds the figures of an evaluation at the end of an epoch.
  public func append(_ figures: QualityRecord, epoch: Int) throws {
    try append(QualityLine.json(figures, epoch: epoch))
    events?.append(figures)
  }

  /// Ends the log of a run that diverged at a step.
  func appendDivergence(step: Int) throws { try append(EndingLine(step: step, diverged: true).json) }

  private func append(_ json: JSONValue) throws {
    do {
      try file.append(line: json.text)
      isBehind = false
    } catch let error as FileError {
      if !isBehind { report(LogTrouble.waits(error)) }
      isBehind = true
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
