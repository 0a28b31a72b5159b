import CommandLineKit
import Communication
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
  private static let items = Argument<[ComparedItem]>(
    repeated: "run|name=values",
    help: "Runs that are there, or settings with the values to train with, as learning-rate=1e-4,4e-4 or seed=0-2.",
    isRequired: false)
  private static let architectures = Option<ArchitectureList?>(
    "architectures", valueName: "NAME,...",
    help:
      "Networks to train: presets or files, as 'dcgan train' takes them. (default: the DCGAN that fits the images, if "
      + "settings vary)")
  private static let out = Option<String>(
    "out", valueName: "DIR", help: "Directory for the report, and for a run directory of each training.")
  private static let resume = Flag(
    "resume", help: "Go on with the runs that --out already holds, and start those that it does not.")

  /// What trainings are given, and runs that are there are not.
  private static let trainingKeys: [any ArgumentKey] =
    [TrainOptions.data, TrainOptions.limit, ArchitectureOptions.latentSize, ArchitectureOptions.baseChannels]
    + TrainOptions.training + TrainOptions.run
    + [EvaluationOptions.cache, TrainOptions.maxSteps, TrainOptions.maxTime, resume, TrainOptions.overwrite]

  static let command = Command(
    name: "compare", overview: "Train several runs alike, or take some that are there, and put them side by side.",
    discussion: """
      Architectures, and each choice of values of settings, are trained with the same seed, data and budget where those do \
      not vary, each in a run directory of its own, as 'dcgan train' does it. DIR/report.md then compares losses, speed \
      and size, and what differs; DIR/samples.png shows each one's samples of the same latent vectors. The budget is a \
      number of epochs, of steps, or a time for each: --max-time alone lifts the limit of epochs.

        dcgan compare --architectures dcgan28,gan --out vs
        dcgan compare learning-rate=1e-4,4e-4 seed=0-1 --epochs 5 --out rates
        dcgan compare runs/mine runs/other --out two
      """,
    parameters: [items, architectures] + Array(trainingKeys.prefix(2)) + [out] + Array(trainingKeys.dropFirst(2))
      + [TrainOptions.quiet] + ProcessorOptions.all, mainOption: TrainOptions.data, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    try Job.requireSingleProcess()
    if arguments[resume], arguments[TrainOptions.overwrite] {
      throw UsageError("'--resume' goes on with the runs as they are; it cannot be used with '--overwrite'.")
    }
    let directories = arguments[items].compactMap(\.run)
    let variations = arguments[items].compactMap(\.variation)
    if let networks = variations.first(where: { $0.name == ArchitectureOptions.architecture.parameter.name }) {
      throw UsageError(
        "'\(networks.argumentText)': networks vary by '--architectures \(networks.values.joined(separator: ","))'.")
    }
    let trains = arguments[architectures] != nil || !variations.isEmpty
    if !trains, directories.isEmpty {
      throw UsageError("There is nothing to compare: name runs, settings with values, or '--architectures'.")
    }
    if !trains, let word = arguments.words(of: trainingKeys).first {
      throw UsageError("'\(word)' is for runs that are trained, and none is: all of them are there.")
    }
    // From here on, the signal that asks for a save does not end the process.
    let saveRequests = SaveRequests()
    // What cannot be trained or compared is refused before the first training begins.
    try ResultsDirectory.refuseRun(arguments[out])
    if !arguments[TrainOptions.overwrite] { try ComparisonReport.checkReplaceable(in: arguments[out]) }
    try ComparisonReport.checkCreatable(in: arguments[out])
    let context = try ProcessorOptions.context(arguments)
    var runs = try zip(directories, directories.shortNames).map { try ComparedRun($0, name: $1, context) }
    try ComparisonReport.requireOneSize(runs)
    let (trainings, dataRemark) = trains ? try plan(arguments, variations) : ([], nil)
    try PlannedTraining.requireAlike(trainings, varied: variations.map(\.name))
    if let first = trainings.first?.configuration.architecture.image { try ComparisonReport.requireSize(first, runs) }

    let tools = TrainingTools(context: context, cache: EvaluationOptions.cache(arguments), terminal: terminal)
    for training in trainings where !training.isOver { try training.check(tools) }
    if !arguments[TrainOptions.quiet], trainings.contains(where: { !$0.goesOn }) {
      if let dataRemark { terminal.report(dataRemark) }
      if arguments[architectures] == nil, let architecture = trainings.first?.configuration.architecture {
        let preset = try FittingChoice.preset(for: architecture.image)
        terminal.report(FittingChoice.remark(on: preset, for: architecture.image, chosenBy: "--architectures"))
      }
    }
    let interruption = Interruption()
    var diverged: [(name: String, error: TrainingDivergedError)] = []
    for (place, training) in trainings.enumerated() {
      let name = training.name
      if !arguments[TrainOptions.quiet] {
        let kind = variations.isEmpty ? "Architecture" : "Run"
        terminal.report("\(kind) \(place + 1) of \(trainings.count): \(name)")
        for remark in training.remarks { terminal.report(remark) }
      }
      do {
        if !training.isOver {
          let ending = try train(training, quiet: arguments[TrainOptions.quiet], tools, interruption, saveRequests)
          if ending == .interrupted { throw interruption.exitCode }
        }
        runs.append(try ComparedRun(training.directory, name: name, context))
      } catch let error as TrainingDivergedError {
        terminal.report("Warning: \(error)")
        diverged.append((name, error))
      }
    }
    if runs.isEmpty, let error = diverged.first?.error { throw error }
    let report = ComparisonReport(runs, diverged: diverged.map(\.name), directories.isEmpty ? context : nil)
    let result = try ResultsDirectory.create(arguments[out])
    try report.write(to: arguments[out], result)
    result.keep()
    try terminal.print(report.table(within: terminal.outputScreen?.columns))
    if !arguments[TrainOptions.quiet] { terminal.report("The report is in \(arguments[out])/report.md.") }
  }

  /// Trains one of the networks. Only what remains of the session is its directory, so that the memory of one network
  /// at a time is taken.
  private static func train(
    _ training: PlannedTraining, quiet: Bool, _ tools: TrainingTools, _ interruption: Interruption,
    _ saveRequests: SaveRequests
  ) throws -> TrainingProgram.Ending {
    let (session, reference) = try training.open(tools)
    if !quiet {
      let path = session.directory.path
      tools.terminal.report(
        training.goesOn ? "Resuming the run in \(path) at step \(session.state.step)." : "Writing to \(path).")
    }
    return try TrainingProgram(
      session: session, limits: training.limits, isQuiet: quiet, tools: tools,
      advice: "Go on by giving the same command with --resume.", interruption: interruption, saveRequests: saveRequests,
      reference: reference
    ).run()
  }

  /// The trainings, and what to say of their data if these were not named.
  private static func plan(
    _ arguments: ParsedArguments, _ variations: [Variation]
  ) throws -> (trainings: [PlannedTraining], dataRemark: String?) {
    for variation in variations where arguments.wasGiven(try variation.key(among: ComparedItem.keys).parameter.name) {
      throw UsageError("'\(variation.name)' varies, and '--\(variation.name)' is given too. Leave one of them out.")
    }
    let source = try DataSource(arguments)
    let data = try TrainingData(path: source.path, limit: arguments[TrainOptions.limit])
    let networks = try arguments[architectures]?.sources ?? [.preset(try FittingChoice.preset(for: data.image))]
    let combinations = try Combination.all(variations)
    var trainings: [PlannedTraining] = []
    for network in networks {
      for typed in combinations {
        var arguments = arguments
        var values: [Combination.Value] = []
        for value in typed.values {
          guard let key = try variations.first(where: { $0.name == value.name })?.key(among: ComparedItem.keys) else {
            continue
          }
          arguments = try arguments.giving(value.text, to: key)
          values.append(.init(name: value.name, text: try key.parameter.normalized(value.text)))
        }
        let settings = SettingOptions.trainingSettings(arguments, imageCount: data.images.count)
        let architecture = try ArchitectureOptions.architecture(
          network, arguments, recipe: settings.recipe, image: data.image)
        let isNamed = arguments[architectures] != nil
        let name = ((isNamed ? [architecture.name] : []) + (values.isEmpty ? [] : [Combination(values: values).name]))
          .joined(separator: ",")
        guard !trainings.contains(where: { $0.name == name }) else {
          throw UsageError(
            values.isEmpty
              ? "'--architectures' names \(name) twice." : "Two of the runs would be '\(name)': a value is given twice."
          )
        }
        if ComparisonReport.fileNames.contains(name) {
          throw UsageError("An architecture is named \(name), as a file of the report is. Give it another name.")
        }
        trainings.append(
          try PlannedTraining(
            RunDirectory("\(arguments[out])/\(name)"), name: name, network, architecture, settings, data,
            resuming: arguments[resume], arguments))
      }
    }
    return (trainings, source.remark)
  }
}
