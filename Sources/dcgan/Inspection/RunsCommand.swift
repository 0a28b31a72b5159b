import CommandLineKit
import FileFormats
import Foundation
import GAN
import Runs

/// `dcgan runs`
enum RunsCommand {
  private static let path = Argument<String?>(
    "directory", help: "Directory that the runs lie in. (default: \(RunDirectory.defaultParent))")
  private static let json = Flag("json", help: "Print JSON.")
  private static let csv = Flag("csv", help: "Print comma-separated values.")
  private static let metrics = Flag(
    "metrics",
    help: "Print the logged steps of the runs, as comma-separated values: a line for each, evaluations included.")

  static let command = Command(
    name: "runs", overview: "Show what became of the runs in a directory, a line each.",
    discussion:
      "'over the run' is the part of it in which its health was normal; 'dcgan inspect RUN' says more of one. A run that a "
      + "training is at work on 'trains now'; the 'newest' one under \(RunDirectory.defaultParent)/ is what other commands take that are "
      + "given none. There is a column of quality if a run was judged; where figures may not be compared, it has words alone.",
    parameters: [path, json, csv, metrics], run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    if arguments[json], arguments[csv] { throw UsageError("'--json' and '--csv' are two forms. Use one of them.") }
    let directories = try RunDirectory.runs(in: arguments[path] ?? RunDirectory.defaultParent)
    if arguments[metrics] {
      if arguments[json] {
        throw UsageError(
          "'--metrics' prints comma-separated values. Leave out '--json': a run's metrics.jsonl is JSON already.")
      }
      for line in try MetricsTable(directories).lines { try terminal.printExactly(CSVLine.text(line)) }
      return
    }
    let newest = directories.count > 1 ? RunDirectory.newestFirst(directories).first : nil
    let runs = directories.map { ListedRun($0, isNewest: $0 == newest) }
    if arguments[json] {
      try terminal.print(JSONValue.array(runs.map(\.json)).text)
    } else if arguments[csv] {
      let rows = [ListedRun.csvHeads] + runs.map(\.csvRow)
      for row in rows { try terminal.printExactly(CSVLine.text(row)) }
    } else {
      let lines = table(runs).lines(within: terminal.outputScreen?.columns, leavingOut: lesserColumns)
      for line in lines { try terminal.print(line) }
    }
  }

  /// What a narrow terminal has no room for, the least first: speed, data, health over the run, time, health.
  private static let lesserColumns = [5, 1, 7, 4, 6]

  /// The list for people. Its column of quality is there if a run was judged, and has figures if all may be compared.
  private static func table(_ runs: [ListedRun]) -> TextTable {
    let judged = runs.compactMap(\.quality)
    let yardstick = QualityRecord.yardstick(judged)
    var table = TextTable(
      [.left, .left, .left, .right, .right, .right, .left, .right] + (judged.isEmpty ? [] : [.right]) + [.left])
    table.add(
      ["run", "data", "architecture", "epochs", "time", "images/s", "health", "over the run"]
        + (judged.isEmpty ? [] : ["quality"]) + ["verdict"])
    for run in runs {
      let quality = yardstick == nil ? run.quality?.word : run.quality?.brief
      table.add(run.cells + (judged.isEmpty ? [] : [quality ?? "-"]) + [run.verdict])
    }
    return table
  }
}

/// A run as a row of the list.
private struct ListedRun {
  private let directory: RunDirectory
  private let configuration: RunConfiguration?
  private let outcome: OutcomeText?
  /// How good its images are, if that was found out.
  let quality: QualityRecord?
  /// Whether a training is at work on it.
  private let isTraining: Bool
  /// Whether it is the one of several that was written to last.
  private let isNewest: Bool
  /// Why there is no configuration.
  private let fault: String?

  /// Reads what can be read of a run: one that is damaged is listed too.
  init(_ directory: RunDirectory, isNewest: Bool) {
    self.directory = directory
    self.isNewest = isNewest
    do {
      configuration = try RunConfiguration(directory)
      fault = nil
    } catch {
      configuration = nil
      fault = "\(error)"
    }
    outcome = (try? RunOutcome(directory)).map { OutcomeText(outcome: $0) }
    quality = directory.quality(at: outcome?.outcome.steps)
    isTraining = directory.isInUse
  }

  private var data: String? { configuration.map { PathComponents.lastName(of: $0.data) ?? $0.data } }

  /// The part of the run in which its health was normal; `nil` if it was not examined.
  private var normalPart: Double? {
    guard let parts = outcome?.outcome.healthParts, !parts.isEmpty else { return nil }
    return parts[HealthVerdict.normal.name, default: 0]
  }

  /// All but quality and verdict.
  var cells: [String] {
    [
      directory.path, data ?? "-", configuration?.training.architecture.name ?? "-",
      outcome?.epochs ?? configuration.map { "0/\($0.settings.epochs)" } ?? "-", outcome?.time ?? "-",
      outcome?.outcome.imagesPerSecond?.text(decimals: 0) ?? "-", outcome?.outcome.health ?? "-",
      normalPart.map(OutcomeText.percent) ?? "-",
    ]
  }

  /// The verdict in words, and what else is to be said of the run.
  var verdict: String {
    [isNewest ? "newest" : nil, isTraining ? "trains now" : nil, words].compactMap { $0 }.joined(separator: "; ")
  }

  private var words: String { fault.map { "unreadable: \($0)" } ?? outcome?.name ?? "no step is logged yet" }

  static let csvHeads = [
    "run", "data", "architecture", "steps", "epochsDone", "epochs", "seconds", "imagesPerSecond", "health",
    "normalPart",
    "quality", "frechet", "qualityStep", "isTraining", "isNewest", "written", "verdict",
  ]

  /// The run for a spreadsheet: numbers alone where there are any, and nothing where nothing is known.
  var csvRow: [String] {
    func number(_ value: Double?) -> String { value.map { $0.isFinite ? JSONValue.number($0).text : "" } ?? "" }
    func count(_ value: Int?) -> String { value.map(String.init) ?? "" }
    let known = outcome?.outcome
    let names = [directory.path, data ?? "", configuration?.training.architecture.name ?? ""]
    let extent = [
      count(known?.steps), count(known?.epochsDone), count(epochs), number(known?.seconds),
      number(known?.imagesPerSecond),
    ]
    let judgement = [
      known?.health ?? "", number(normalPart), quality?.word ?? "", number(quality?.frechet), count(quality?.step),
    ]
    return names + extent + judgement + ["\(isTraining)", "\(isNewest)", written ?? "", words]
  }

  /// The epochs that it was to train; `nil` if only time or steps end it.
  private var epochs: Int? {
    configuration.map(\.settings.epochs).flatMap { $0 == RunSettings.possibleEpochs.upperBound ? nil : $0 }
  }

  /// When it was written to last, in UTC.
  private var written: String? { directory.lastChange?.formatted(.iso8601) }

  var json: JSONValue {
    var members: [String: JSONValue] = ["path": .string(directory.path)]
    if let configuration {
      members["data"] = .string(configuration.data)
      members["architecture"] = .string(configuration.training.architecture.name)
    }
    members["outcome"] = outcome?.json ?? .null
    members["quality"] = quality?.json
    members["qualityStep"] = quality.map { .number($0.step) }
    members["isTraining"] = .bool(isTraining)
    members["isNewest"] = .bool(isNewest)
    members["written"] = written.map { .string($0) }
    members["fault"] = fault.map { .string($0) }
    return .object(members)
  }
}
