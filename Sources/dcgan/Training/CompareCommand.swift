import CommandLineKit
import FileFormats
import Foundation
import GAN
import Runs
import TensorCore

/// The architectures of `dcgan compare`, parted by commas.
struct ArchitectureList: Equatable, ArgumentValue {
  let sources: [ArchitectureSource]

  static let expectation =
    "up to 16 names parted by commas, such as 'dcgan28,gan,mlp-conv', each of them \(ArchitectureSource.expectation)"

  init?(argument: String) {
    let names = argument.listItems
    sources = names.compactMap { ArchitectureSource(argument: String($0)) }
    guard sources.count == names.count, sources.count <= 16 else { return nil }
  }

  static func fault(of text: String) -> ArgumentFault? {
    let unknown = text.listItems.map(String.init).first { ArchitectureSource(argument: $0) == nil }
    return unknown.flatMap(ArchitectureSource.fault)
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
      + "it. DIR/report.md then compares losses, speed and size, and DIR/samples.png shows each one's samples of the "
      + "same "
      + "latent vectors. "
      + "The budget is a number of epochs, of steps, or a time for each: --max-time alone lifts the limit of epochs.",
    parameters: [
      architectures, TrainOptions.data, TrainOptions.limit, out, ArchitectureOptions.latentSize,
      ArchitectureOptions.baseChannels,
    ] + TrainOptions.training + TrainOptions.run + [
      EvaluationOptions.cache, TrainOptions.maxSteps, TrainOptions.maxTime, resume, TrainOptions.overwrite,
      TrainOptions.quiet,
    ] + ProcessorOptions.all, mainOption: TrainOptions.data, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    if arguments[resume], arguments[TrainOptions.overwrite] {
      throw UsageError("'--resume' goes on with the runs as they are; it cannot be used with '--overwrite'.")
    }
    // From here on, the signal that asks for a save does not end the process.
    let saveRequests = SaveRequests()
    // What cannot be trained or compared is refused before the first training begins.
    let trainings = try plan(arguments)
    try PlannedTraining.requireAlike(trainings)

    let context = try ProcessorOptions.context(arguments)
    let tools = TrainingTools(context: context, cache: EvaluationOptions.cache(arguments), terminal: terminal)
    let interruption = Interruption()
    var runs: [ComparedRun] = []
    var diverged: [(name: String, error: TrainingDivergedError)] = []
    for (place, training) in trainings.enumerated() {
      let name = training.configuration.architecture.name
      if !arguments[TrainOptions.quiet] {
        terminal.report("Architecture \(place + 1) of \(trainings.count): \(name)")
      }
      do {
        if !training.isOver {
          let ending = try train(training, quiet: arguments[TrainOptions.quiet], tools, interruption, saveRequests)
          if ending == .interrupted { throw interruption.exitCode }
        }
        runs.append(try ComparedRun(training.directory, context))
      } catch let error as TrainingDivergedError {
        terminal.report("Warning: \(error)")
        diverged.append((name, error))
      }
    }
    if runs.isEmpty, let error = diverged.first?.error { throw error }
    let report = ComparisonReport(runs, diverged: diverged.map(\.name), context)
    try report.write(to: arguments[out])
    try terminal.print(report.table)
    if !arguments[TrainOptions.quiet] { terminal.report("The report is in \(arguments[out])/report.md.") }
  }

  /// Trains one of the networks. Only what remains of the session is its directory, so that the memory of one network
  /// at a time is taken.
  private static func train(
    _ training: PlannedTraining, quiet: Bool, _ tools: TrainingTools, _ interruption: Interruption,
    _ saveRequests: SaveRequests
  ) throws -> TrainingProgram.Ending {
    let session = try training.session(tools.context)
    if !quiet {
      let path = session.directory.path
      tools.terminal.report(
        training.goesOn ? "Resuming the run in \(path) at step \(session.state.step)." : "Writing to \(path).")
    }
    return try TrainingProgram(
      session: session, limits: training.limits, isQuiet: quiet, tools: tools,
      advice: "Go on by giving the same command with --resume.", interruption: interruption, saveRequests: saveRequests
    ).run()
  }

  private static func plan(_ arguments: ParsedArguments) throws -> [PlannedTraining] {
    let data = try TrainingData(
      path: try arguments[TrainOptions.data] ?? DefaultData().path, limit: arguments[TrainOptions.limit])
    let settings = SettingOptions.trainingSettings(arguments, imageCount: data.images.count)
    let networks = try arguments[architectures].sources.map { source in
      let architecture = try ArchitectureOptions.architecture(source, arguments, image: data.image)
      try data.check(architecture, settings)
      return (source: source, architecture: architecture)
    }
    let names = networks.map(\.architecture.name)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw UsageError("'--architectures' names \(name) twice.")
    }
    if let name = names.first(where: ComparisonReport.fileNames.contains) {
      throw UsageError("An architecture is named \(name), as a file of the report is. Give it another name.")
    }
    if !arguments[TrainOptions.overwrite] { try ComparisonReport.checkReplaceable(in: arguments[out]) }
    return try networks.map { source, architecture in
      try PlannedTraining(
        RunDirectory("\(arguments[out])/\(architecture.name)"), source, architecture, data,
        resuming: arguments[resume], arguments)
    }
  }
}
