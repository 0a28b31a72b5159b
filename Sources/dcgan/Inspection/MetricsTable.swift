import FileFormats
import Runs

/// The logged steps of runs as comma-separated values, with what evaluations measured in columns of their own.
struct MetricsTable {
  /// A run's logged step or evaluation, or both.
  private struct Row {
    let run: String
    let step: Int
    var line: MetricsLine?
    var figures: QualityRecord?
  }

  private let rows: [Row]
  private let figures: [String]

  /// Reads the logs of runs; of several, those that have logged nothing have no rows.
  ///
  /// - Throws: ``FileFormats/FileError`` if the log of a single run, or of all, cannot be read or has no line.
  init(_ runs: [RunDirectory]) throws {
    var rows: [Row] = []
    var fault: FileError?
    for run in runs {
      do {
        rows += try Self.rows(of: run)
      } catch let error as FileError {
        fault = fault ?? error
      }
    }
    if let fault, rows.isEmpty { throw fault }
    self.rows = rows
    figures = Set(rows.flatMap { $0.figures?.figureNames ?? [] }).sorted()
  }

  private static func rows(of run: RunDirectory) throws -> [Row] {
    var rows: [Int: Row] = [:]
    for line in try MetricsHistory(run).lines { rows[line.step] = Row(run: run.path, step: line.step, line: line) }
    for record in try QualityHistory(run).records {
      rows[record.step, default: Row(run: run.path, step: record.step)].figures = record
    }
    return rows.values.sorted { $0.step < $1.step }
  }

  /// The names of the columns, and a list of fields for each step. What was not measured is empty.
  var lines: [[String]] {
    let names = [
      "run", "step", "epoch", "lossD", "lossG", "dReal", "dFake", "learningRateFactor", "health", "diversity",
      "pictureChange", "imagesPerSecond", "seconds",
    ]
    var lines: [[String]] = [names + figures]
    lines += rows.map(fields(of:))
    return lines
  }

  private func fields(of row: Row) -> [String] {
    let line = row.line
    func text(_ value: Double?) -> String { value.map { JSONValue.number($0).text } ?? "" }
    let metrics = line?.metrics
    var fields = [row.run, "\(row.step)", line.map { "\($0.epoch)" } ?? ""]
    fields += [
      metrics?.discriminatorLoss, metrics?.generatorLoss, metrics?.realProbability, metrics?.fakeProbability,
      line?.learningRateFactor,
    ].map(text)
    fields += [line?.health ?? ""]
    fields += [line?.diversity, line?.pictureChange, line?.imagesPerSecond, line?.seconds].map(text)
    return fields + figures.map { text(row.figures?.value($0)) }
  }
}
