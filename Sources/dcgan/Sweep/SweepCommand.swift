import CommandLineKit
import Communication
import FileFormats
import GAN
import Runs
import TensorCore

/// `dcgan sweep`
enum SweepCommand {
  static let variations = Argument<[Variation]>(
    repeated: "name=values", help: "A setting and the values to try, as learning-rate=1e-4,4e-4 or seed=0-2.")
  private static let out = Option<String>(
    "out", valueName: "DIR", help: "Directory for the results, and for a run directory of each choice of values.")
  private static let jobs = Option<Int>(
    "jobs", valueName: "N", default: 1,
    help: "Runs to train at a time. They share the processors; what each says goes to a file beside its directory.",
    validate: .in(1...64))
  private static let json = Flag("json", help: "Print the results as JSON.")
  private static let csv = Flag("csv", help: "Print the results as comma-separated values.")

  static let command = Command(
    name: "sweep", overview: "Train a run for each choice of some settings, and rank what came out.",
    discussion: """
      Every value of each setting is tried with every value of the others:

        dcgan sweep learning-rate=1e-4,4e-4 seed=0-2 --epochs 5 --out rates

      All is checked before the first run begins. Each is a run like any other, named by its values: 'dcgan runs DIR' \
      lists them. The same command goes on with a sweep that was stopped, and with more values or --epochs it adds to \
      it. A run that fails is named, and the others go on. DIR/results.csv is written anew after each.

      With --hold-out and --evaluate-every the runs are ranked by the quality of their images; without, by what became \
      of them.
      """,
    parameters: [variations, out, jobs] + SweepRun.sharedKeys + [
      TrainOptions.quiet, json, csv, ProcessorOptions.threads,
    ],
    mainOption: nil, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    try Job.requireSingleProcess()
    if arguments[json], arguments[csv] { throw UsageError("'--json' and '--csv' are two forms. Use one of them.") }
    let context = try ProcessorOptions.context(arguments)
    let directory = arguments[out]
    try ResultsDirectory.check(directory)
    let runs = try SweepRun.all(arguments, out: directory, context)
    try SweepTable.checkReplaceable(in: directory)
    let interruption = Interruption()
    let created = try ResultsDirectory.create(directory)
    // It stays with what the runs leave in it.
    defer { withExtendedLifetime(created) {} }
    try SweepTable.checkCreatable(in: directory)
    let isQuiet = arguments[TrainOptions.quiet]
    if !isQuiet { terminal.report("\(counted(runs.count, "run")) to train, under \(directory).") }

    let trainings = SweepTrainings(
      runs, jobs: arguments[jobs], threads: arguments[ProcessorOptions.threads], isQuiet: isQuiet, terminal,
      interruption)
    let rows = SweepRows(runs)
    let endings = try trainings.run { try SweepTable(rows.rows($0)).write(to: directory) }
    // Those that were interrupted have gone on since they were read.
    let table = SweepTable(SweepRows(runs).rows(endings))
    try table.write(to: directory)
    if interruption.wasRequested {
      terminal.report(
        "Interrupted: \(endings.count { $0 == .done }) of \(counted(runs.count, "run")) are done. Go on by giving the same "
          + "command again.")
      throw interruption.exitCode
    }
    if arguments[csv] {
      try terminal.printExactly(table.csvLines.joined(separator: "\n"))
    } else {
      try terminal.print(arguments[json] ? table.json.text : table.text(within: terminal.outputScreen?.columns))
    }
    if !isQuiet { terminal.report(table.ranking) }
    for (run, ending) in zip(runs, endings) {
      if case .failed(_, let reason) = ending {
        terminal.report("Warning: The run in '\(run.directory.path)' failed: \(reason)")
      }
    }
    if let code = endings.compactMap(\.failure).first { throw code }
  }
}
