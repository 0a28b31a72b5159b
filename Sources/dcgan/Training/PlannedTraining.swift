import Runs
import CommandLineKit
import FileFormats
import GAN

/// A training of a comparison, as far as it is known before any of them begins.
struct PlannedTraining {
  let run: RunDirectory
  /// What 'dcgan train' is told.
  let arguments: ParsedArguments
  /// What the result depends on.
  let configuration: TrainingConfiguration
  /// Whether the run has used up its time and is taken as it is.
  let isOver: Bool

  /// Plans to go on with the run that `run` holds if `resuming` asks for it, or else to start one. Of the comparison's
  /// `arguments`, `options` are handed on as they are.
  ///
  /// - Throws: ``RunDirectoryTakenError``, ``UsageError``, or what reading the run throws.
  init(
    _ run: RunDirectory, _ source: ArchitectureSource, _ architecture: Architecture, _ data: TrainingData,
    handingOn options: [any ArgumentKey], resuming: Bool, _ arguments: ParsedArguments
  ) throws {
    self.run = run
    let goesOn = resuming && run.holdsRun
    if run.holdsRun, !resuming, !arguments[TrainOptions.overwrite] { throw RunDirectoryTakenError(run) }
    var line = ["--\(goesOn ? "resume" : "out")=\(run.path)", "--architecture=\(source.argumentText)"]
    if arguments[TrainOptions.overwrite] { line.append("--overwrite") }
    if arguments[TrainOptions.quiet] { line.append("--quiet") }
    var isOver = false
    if let time = arguments[TrainOptions.maxTime] {
      let left = time - .seconds(goesOn ? try Self.secondsSpent(in: run) : 0)
      isOver = left < .seconds(1)
      if !isOver { line.append("--max-time=\(left.argumentText)") }
      // Time alone ends the training, unless the epochs are given too.
      if !arguments.wasGiven(TrainOptions.epochs) {
        line.append("--epochs=\(RunConfiguration.possibleEpochs.upperBound)")
      }
    }
    self.isOver = isOver
    self.arguments = try TrainCommand.command.parse(line + arguments.texts(of: options))
    if goesOn {
      configuration = try RunConfiguration(run).training
      try TrainSetup.refuseContradictions(self.arguments, configuration)
    } else {
      configuration = TrainSetup.configuration(self.arguments, architecture, data)
    }
  }

  /// Whole seconds of training that the newest checkpoint of a run has cost.
  private static func secondsSpent(in run: RunDirectory) throws -> Int {
    let step = try run.newestSoundCheckpoint(passOver: { _ in })?.step ?? 0
    return Int(try MetricsHistory.seconds(of: run, until: step).rounded())
  }

  /// Refuses trainings that differ in more than the architecture, so that nothing could be learnt from their comparison.
  static func requireAlike(_ trainings: [PlannedTraining]) throws {
    guard let first = trainings.first else { return }
    for other in trainings.dropFirst() {
      let settings = [first, other].map(\.settings)
      let differences = settings[0].keys.filter { settings[0][$0] != settings[1][$0] }.sorted()
      guard !differences.isEmpty else { continue }
      throw UsageError(
        "The runs in '\(first.run.path)' and '\(other.run.path)' cannot be compared: they differ in "
          + "\(differences.joined(separator: ", ")). Give the options that the runs there were started with, or name another "
          + "directory with --out.")
    }
  }

  /// What must be alike, by the names that the run's files give it.
  private var settings: [String: JSONValue] {
    let image = configuration.architecture.image
    let rate = configuration.discriminatorLearningRate ?? configuration.optimizer.learningRate
    let own: [String: JSONValue] = [
      "image": .string(image.imageText), "discriminatorLearningRate": .number(rate),
    ]
    return own.merging(configuration.json.object ?? [:]) { own, _ in own }
  }
}
