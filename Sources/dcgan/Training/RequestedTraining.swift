import CommandLineKit
import FileFormats
import GAN
import Runs
import TensorCore

/// The training that the options of `dcgan train` ask for.
struct RequestedTraining {
  let session: TrainingSession
  /// Sentences to show before it begins, unless the user wants none.
  let remarks: [String]

  /// Opens a new run, or one that goes on.
  init(_ arguments: ParsedArguments, _ context: ComputeContext) throws {
    if let name = arguments[TrainOptions.resume] {
      try self.init(resuming: name, arguments, context)
    } else {
      try self.init(starting: arguments, context)
    }
  }

  private init(starting arguments: ParsedArguments, _ context: ComputeContext) throws {
    let fallback = arguments[TrainOptions.data] == nil ? try DefaultData() : nil
    let data = try TrainingData(
      path: try arguments[TrainOptions.data] ?? fallback?.path ?? DefaultData().path,
      limit: arguments[TrainOptions.limit])
    let base = try InitialNetworks.load(arguments, image: data.image)
    var run = NewRun(
      try base?.configuration.architecture
        ?? ArchitectureOptions.architecture(
          arguments[ArchitectureOptions.architecture], arguments, image: data.image), data)
    SettingOptions.apply(arguments, to: &run.training, TrainingSettings.table)
    SettingOptions.apply(arguments, to: &run.settings, RunSettings.table)
    try TrainingEvaluation.check(run.settings, run.training)
    run.directory = arguments[TrainOptions.out].map(RunDirectory.init)
    run.replacesRun = arguments[TrainOptions.overwrite]
    run.initialNetworks = base
    session = try TrainingSession(starting: run, context)
    let doubts = DataDoubt.all(of: data.images, batchSize: run.training.batchSize).map {
      "Note: \(NoticeText.text($0))"
    }
    remarks =
      [fallback?.remark, base?.remark.map { "Warning: \($0)" }].compactMap { $0 } + [
        "Writing to \(session.directory.path)."
      ] + doubts
  }

  private init(resuming name: String, _ arguments: ParsedArguments, _ context: ComputeContext) throws {
    for (option, isGiven) in [
      ("--overwrite", arguments[TrainOptions.overwrite]), ("--init-from", arguments[TrainOptions.initFrom] != nil),
    ] where isGiven {
      throw UsageError("'--resume' goes on with a run as it is; it cannot be used with '\(option)'.")
    }
    let run = try PausedRun(try Self.runToResume(name, arguments))
    try Self.refuseContradictions(arguments, run.training)
    guard let path = arguments[TrainOptions.data] ?? run.recorded?.data else {
      throw UnusableConfigurationError(cause: run.recordedFault)
    }
    let data = try TrainingData(path: path, limit: arguments[TrainOptions.limit] ?? run.training.data.imageCount)
    var settings = run.recorded?.settings ?? RunSettings()
    SettingOptions.apply(arguments, to: &settings, RunSettings.table)
    try TrainingEvaluation.check(settings, run.training.settings, resumes: true)
    session = try TrainingSession(resuming: run, data, settings: settings, context)
    remarks = ["Resuming the run in \(session.directory.path) at step \(session.state.step)."]
  }

  private static func runToResume(_ name: String, _ arguments: ParsedArguments) throws -> RunDirectory {
    let out = arguments[TrainOptions.out]
    if !name.isEmpty, let out, out != name {
      throw UsageError("'--resume \(name)' and '--out \(out)' name two run directories. Use one of them.")
    }
    guard let path = name.isEmpty ? out : name else { return try RunDirectory.newest() }
    return RunDirectory(path)
  }

  /// An option that would change the result must be what the run was started with.
  static func refuseContradictions(_ arguments: ParsedArguments, _ training: TrainingConfiguration) throws {
    try ArchitectureOptions.check(arguments, training.architecture)
    try SettingOptions.refuseContradictions(arguments, training.settings, TrainingSettings.table)
  }
}

/// A run whose `config.json` does not say which data it learns from.
private struct UnusableConfigurationError: ExitCodeProviding {
  let cause: (any Error)?
  let exitCode = ExitCode.badData

  var description: String {
    [cause.map { "\($0)" }, "But the checkpoint is sound: go on without it by adding --data DIR."].compactMap { $0 }
      .joined(separator: " ")
  }
}
