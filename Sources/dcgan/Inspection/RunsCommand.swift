import CommandLineKit
import FileFormats
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
      + "training is at work on 'trains now'.",
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
    let runs = directories.map(ListedRun.init)
    if arguments[json] {
      try terminal.print(JSONValue.array(runs.map(\.json)).text)
    } else if arguments[csv] {
      let rows = [ListedRun.heads] + runs.map(\.row)
      for row in rows { try terminal.printExactly(CSVLine.text(row)) }
    } else {
      var table = TextTable([.left, .left, .left, .right, .right, .right, .left, .right, .left])
      table.add(ListedRun.heads)
      for run in runs { table.add(run.row) }
      for line in table.lines { try terminal.print(line) }
    }
  }
}

/// A run as a row of the list.
private struct ListedRun {
  private let directory: RunDirectory
  private let configuration: RunConfiguration?
  private let outcome: OutcomeText?
  /// Whether a training is at work on it.
  private let isTraining: Bool
  /// Why there is no configuration.
  private let fault: String?

  /// Reads what can be read of a run: one that is damaged is listed too.
  init(_ directory: RunDirectory) {
    self.directory = directory
    do {
      configuration = try RunConfiguration(directory)
      fault = nil
    } catch {
      configuration = nil
      fault = "\(error)"
    }
    outcome = (try? RunOutcome(directory)).map { OutcomeText(outcome: $0) }
    isTraining = directory.isInUse
  }

  static let heads = [
    "run", "data", "architecture", "epochs", "time", "images/s", "health", "over the run", "verdict",
  ]

  var row: [String] {
    let known = outcome?.outcome
    let normal = known.flatMap { $0.healthParts.isEmpty ? nil : $0.healthParts[HealthVerdict.normal.name, default: 0] }
    return [
      directory.path,
      configuration.map { PathComponents.lastName(of: $0.data) ?? $0.data } ?? "-",
      configuration?.training.architecture.name ?? "-",
      outcome?.epochs ?? configuration.map { "0/\($0.settings.epochs)" } ?? "-",
      outcome?.time ?? "-",
      known?.imagesPerSecond?.text(decimals: 0) ?? "-",
      known?.health ?? "-",
      normal.map(OutcomeText.percent) ?? "-",
      verdict,
    ]
  }

  private var verdict: String {
    let words = fault.map { "unreadable: \($0)" } ?? outcome?.name ?? "no step is logged yet"
    return isTraining ? "trains now; \(words)" : words
  }

  var json: JSONValue {
    var members: [String: JSONValue] = ["path": .string(directory.path)]
    if let configuration {
      members["data"] = .string(configuration.data)
      members["architecture"] = .string(configuration.training.architecture.name)
    }
    members["outcome"] = outcome?.json ?? .null
    members["isTraining"] = .bool(isTraining)
    members["fault"] = fault.map { .string($0) }
    return .object(members)
  }
}
