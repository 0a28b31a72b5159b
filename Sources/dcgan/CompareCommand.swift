import CommandLineKit
import FileFormats
import Foundation
import GAN

/// The architectures of `dcgan compare`, parted by commas.
struct ArchitectureList: Equatable, ArgumentValue {
  let sources: [ArchitectureSource]

  static let expectation =
    "up to 16 names of presets or '.json' files, parted by commas, such as 'dcgan28,gan,mlp-conv'"

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    sources = names.compactMap { ArchitectureSource(argument: String($0)) }
    guard sources.count == names.count, sources.count <= 16 else { return nil }
  }

  var argumentText: String { sources.map(\.argumentText).joined(separator: ",") }
}

/// `dcgan compare`
enum CompareCommand {
  private static let architectures = Option<ArchitectureList>(
    "architectures", valueName: "NAME,...", help: "Networks to train: presets or files, as 'dcgan train' takes them.")
  private static let out = Option<String>(
    "out", valueName: "DIR", help: "Directory for the report, and for a run directory of each architecture.")
  private static let resume = Flag(
    "resume", help: "Go on with the runs that --out already holds, and start those that it does not.")

  static let command = Command(
    name: "compare", overview: "Train several architectures alike, and put what came out side by side.",
    discussion:
      "Each is trained with the same seed, data and budget, in a run directory of its own, as 'dcgan train' does "
      + "it. DIR/report.md then compares losses, speed and size, and DIR/samples.png shows each one's samples of the same "
      + "latent vectors. "
      + "The budget is a number of epochs, of steps, or a time for each: --max-time alone lifts the limit of epochs.",
    parameters: [architectures, TrainOptions.data, out] + trainingOptions + [
      TrainOptions.maxTime, resume, TrainOptions.overwrite,
    ]
      + [TrainOptions.quiet] + ProcessorOptions.all, run: run)

  /// What is handed on to every training as it is.
  private static let trainingOptions: [any ArgumentKey] = [
    TrainOptions.epochs, TrainOptions.maxSteps, TrainOptions.batchSize, TrainOptions.learningRate, TrainOptions.loss,
    ArchitectureOptions.latentSize, ArchitectureOptions.baseChannels, TrainOptions.seed, TrainOptions.limit,
    TrainOptions.logEvery,
  ]

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let sources = arguments[architectures].sources
    // What cannot be trained is refused before the first training begins.
    let data = try TrainingData(path: arguments[TrainOptions.data], limit: arguments[TrainOptions.limit])
    let names = try sources.map { source in
      let architecture = try ArchitectureOptions.architecture(source, arguments, image: data.image)
      try data.check(architecture, batchSize: arguments[TrainOptions.batchSize])
      return architecture.name
    }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw UsageError("'--architectures' names \(name) twice.")
    }
    if let name = names.first(where: ComparisonReport.fileNames.contains) {
      throw UsageError("An architecture is named \(name), as a file of the report is. Give it another name.")
    }

    let context = try ProcessorOptions.context(arguments)
    let interruption = Interruption()
    var runs: [ComparedRun] = []
    for (place, source) in sources.enumerated() {
      let run = RunDirectory("\(arguments[out])/\(names[place])")
      if !arguments[TrainOptions.quiet] {
        terminal.report("Architecture \(place + 1) of \(sources.count): \(names[place])")
      }
      if let training = try trainingArguments(source, run, arguments) {
        try TrainCommand.run(try TrainCommand.command.parse(training), terminal, interruption)
      }
      if interruption.wasRequested { throw interruption.exitCode }
      runs.append(try ComparedRun(run, context))
    }
    let report = ComparisonReport(runs, context)
    try report.write(to: arguments[out])
    try terminal.print(report.table)
    if !arguments[TrainOptions.quiet] { terminal.report("The report is in \(arguments[out])/report.md.") }
  }

  /// The command line of a training; `nil` if its run has used up its time already.
  private static func trainingArguments(
    _ source: ArchitectureSource, _ run: RunDirectory, _ arguments: ParsedArguments
  ) throws -> [String]? {
    let goesOn = arguments[resume] && run.holdsRun
    var line = ["--\(goesOn ? "resume" : "out")=\(run.path)", "--architecture=\(source.argumentText)"]
    if arguments[TrainOptions.overwrite] { line.append("--overwrite") }
    if arguments[TrainOptions.quiet] { line.append("--quiet") }
    if let time = arguments[TrainOptions.maxTime] {
      let spent = goesOn ? try MetricsHistory(run).lines.last?.seconds ?? 0 : 0
      let left = time - .seconds(Int(spent.rounded()))
      guard left >= .seconds(1) else { return nil }
      line.append("--max-time=\(left.argumentText)")
      // Time alone ends the training, unless the epochs are given too.
      if !arguments.wasGiven(TrainOptions.epochs) {
        line.append("--epochs=\(RunConfiguration.possibleEpochs.upperBound)")
      }
    }
    return line + arguments.texts(of: [TrainOptions.data] + trainingOptions + ProcessorOptions.all)
  }
}
