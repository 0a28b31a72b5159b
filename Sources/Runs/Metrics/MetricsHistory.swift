import FileFormats
import GAN

/// What `metrics.jsonl` of a run tells.
public struct MetricsHistory: Sendable {
  /// The logged steps in their order: at least one, unless the run diverged before.
  public let lines: [MetricsLine]
  /// What the log says of the run's end, if it has come to one.
  let ending: EndingLine?
  /// How good the images were when the run was last judged while it trained; `nil` if it was not.
  let quality: QualityRecord?

  /// Reads the log of a run. Lines that are torn or are none of a log are passed over.
  ///
  /// - Throws: ``FileFormats/FileError`` if the file cannot be read, or tells neither of a step nor of a divergence.
  public init(_ run: RunDirectory) throws {
    var tale = Tale()
    try MetricsText.forEachEntry(of: run) { entry, _ in tale.take(entry) }
    guard let history = Self(tale) else {
      throw FileError(.badData, path: run.metrics, reason: "the log has no line of a step")
    }
    self = history
  }

  /// Takes the lines of a log; `nil` if none tells of a step or a divergence.
  init?(_ entries: [MetricsText.Entry]) {
    var tale = Tale()
    for entry in entries { tale.take(entry) }
    self.init(tale)
  }

  private init?(_ tale: Tale) {
    if tale.lines.isEmpty, !(tale.ending?.diverged ?? false) { return nil }
    (lines, ending, quality) = (tale.lines, tale.ending, tale.quality)
  }

  /// What the lines that were read so far tell.
  private struct Tale {
    var lines: [MetricsLine] = []
    var ending: EndingLine?
    var quality: QualityRecord?

    mutating func take(_ entry: MetricsText.Entry) {
      if let line = entry.line { lines.append(line) }
      // Images may have been judged after the last step.
      if let record = entry.quality { quality = record } else { ending = entry.ending }
    }
  }

  /// How many seconds of training the log of a run tells of until `step`; none if it has no line of them.
  ///
  /// - Throws: ``FileFormats/FileError`` if the file cannot be read.
  public static func seconds(of run: RunDirectory, until step: Int) throws -> Double {
    try MetricsText.end(of: run, until: step).seconds
  }

  /// The mean metrics of each of `parts` equal parts of the run, by steps; `nil` where no step was logged.
  public func means(parts: Int) -> [StepMetrics?] {
    let last = max(1, lines.last?.step ?? 0)
    return (0..<parts).map { part in
      // The last step is in the last part, even of a run of fewer steps than parts.
      let metrics = lines.filter { ($0.step * parts - 1) / last == part }.map(\.metrics)
      func mean(_ value: (StepMetrics) -> Double) -> Double {
        metrics.reduce(0) { $0 + value($1) } / Double(metrics.count)
      }
      return metrics.isEmpty
        ? nil
        : StepMetrics(
          discriminatorLoss: mean(\.discriminatorLoss), generatorLoss: mean(\.generatorLoss),
          realProbability: mean(\.realProbability), fakeProbability: mean(\.fakeProbability))
    }
  }
}
