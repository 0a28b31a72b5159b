import CommandLineKit
import FileFormats
import GAN
import Runs
import TensorCore

/// The training that the options of `dcgan train` ask for.
struct RequestedTraining {
  let session: TrainingSession
  /// What the run is judged by; `nil` if it is not, or has no step left to make.
  let reference: TrainingReference?
  /// What records its first steps, if that is asked for.
  let recorder: StepRecorder?
  /// Sentences to show before it begins, unless the user wants none.
  let remarks: [String]

  /// Opens a new run, or one that goes on, which so many processes are going to share.
  init(_ arguments: ParsedArguments, _ context: ComputeContext, ranks: Int) throws {
    if arguments[TrainOptions.goOn] {
      let run = try Self.runToStartOrResume(arguments)
      if run.holdsRun() {
        try self.init(resuming: run, arguments, context)
      } else {
        try self.init(starting: arguments, context, ranks: ranks)
      }
    } else if let name = arguments[TrainOptions.resume] {
      for (option, isGiven) in [
        ("--overwrite", arguments[TrainOptions.overwrite]), ("--init-from", arguments[TrainOptions.initFrom] != nil),
        ("--config", arguments[TrainOptions.config] != nil),
      ] where isGiven {
        throw UsageError("'--resume' goes on with a run as it is; it cannot be used with '\(option)'.")
      }
      try self.init(resuming: try Self.runToResume(name, arguments), arguments, context)
    } else {
      try self.init(starting: arguments, context, ranks: ranks)
    }
  }

  private init(starting arguments: ParsedArguments, _ context: ComputeContext, ranks: Int) throws {
    let plan = try RequestedRun(arguments) { try TrainingData(path: $0, limit: $1) }
    let run = plan.run
    try RankCountError.check(ranks: ranks, shards: run.configuration.shards)
    let cache = EvaluationOptions.cache(arguments)
    var (reference, recorder): (TrainingReference?, StepRecorder?)
    session = try TrainingSession(
      starting: run, context,
      preparing: { reference = try TrainingReference(run.settings, data: run.data.path, $0, cache, context) },
      entering: {
        let lastStep = TrainingLimits(arguments).lastStep(of: $0.configuration, epochs: run.settings.epochs)
        recorder = try RecordedStepsOption.recorder(arguments, $0, lastStep: lastStep)
      })
    (self.reference, self.recorder) = (reference, recorder)
    remarks = plan.remarks + ["Writing to \(session.directory.path)."] + plan.doubts
  }

  private init(resuming directory: RunDirectory, _ arguments: ParsedArguments, _ context: ComputeContext) throws {
    let run = try PausedRun(directory)
    try Self.refuseContradictions(arguments, run)
    let changes = try RequestedChanges(arguments[TrainOptions.change], of: run)
    let data = try Self.data(of: run, changes, arguments)
    var resumed = ResumedRun(run, data)
    var settings = run.recorded?.settings ?? RunSettings()
    SettingOptions.apply(arguments, to: &settings, RunSettings.table)
    try TrainingEvaluation.check(settings, run.training.settings, resumes: true)
    resumed.settings = settings
    resumed.training = changes.settings
    resumed.mayChangeData = changes.data != nil
    let limits = TrainingLimits(arguments)
    let cache = EvaluationOptions.cache(arguments)
    var (reference, recorder): (TrainingReference?, StepRecorder?)
    do {
      session = try TrainingSession(resuming: resumed, context) { state, parts in
        let lastStep = limits.lastStep(of: state.configuration, epochs: settings.epochs)
        if lastStep > state.step {
          reference = try TrainingReference(settings, data: data.path, parts, cache, context)
        }
        recorder = try RecordedStepsOption.recorder(arguments, state, lastStep: lastStep)
      }
    } catch let error as OtherImagesError {
      // The images are the run's, as many as it had, where classes alone differ.
      let limit = arguments[TrainOptions.limit] ?? (error.differsInClasses ? error.imageCount : nil)
      throw OtherImages(error: error, limit: limit, mayChange: run.training.heldOutCount == 0)
    }
    (self.reference, self.recorder) = (reference, recorder)
    let step = session.state.step
    let unused =
      changes.data == nil
      ? UnusedImages.remark(
        data, limit: arguments[TrainOptions.limit], before: run.training,
        advice: UnusedImages.advice(directory, data, before: run.training)) : nil
    remarks =
      ["Resuming the run in \(session.directory.path) at step \(step)."] + [unused].compactMap { $0 }
      + ChangeText.remarks(session.state, before: run.training, asked: arguments[TrainOptions.change])
  }

  /// The images that a run goes on with.
  private static func data(
    of run: PausedRun, _ changes: RequestedChanges, _ arguments: ParsedArguments
  ) throws -> TrainingData {
    let limit = arguments[TrainOptions.limit]
    if let path = changes.data {
      guard arguments[TrainOptions.data] == nil else {
        throw UsageError("'--data' and '--change data' name two data sets. Use one of them.")
      }
      return try TrainingData(path: path, limit: limit)
    }
    guard let path = arguments[TrainOptions.data] ?? run.recorded?.data else {
      throw UnusableConfigurationError(cause: run.recordedFault)
    }
    do {
      return try TrainingData(path: path, limit: limit ?? run.training.data.imageCount)
    } catch let error as FileError where error.kind == .missingInput && arguments[TrainOptions.data] == nil {
      throw MissingDataError(error: error)
    }
  }

  private static func runToStartOrResume(_ arguments: ParsedArguments) throws -> RunDirectory {
    for (option, isGiven) in [
      ("--overwrite", arguments[TrainOptions.overwrite]), ("--resume", arguments[TrainOptions.resume] != nil),
      ("--change", !arguments[TrainOptions.change].isEmpty),
    ] where isGiven {
      throw UsageError("'--continue' starts a run or goes on with it as it is; it cannot be used with '\(option)'.")
    }
    guard let out = arguments[TrainOptions.out] else {
      throw UsageError("'--continue' needs to know which run it is about: name its directory with '--out'.")
    }
    return RunDirectory(out)
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
  private static func refuseContradictions(_ arguments: ParsedArguments, _ run: PausedRun) throws {
    let contradictions =
      try ArchitectureOptions.contradictions(arguments, run.training.architecture)
      + SettingOptions.contradictions(arguments, run.training.settings, TrainingSettings.table)
    guard contradictions.isEmpty else { throw UsageError(contradictions, of: run.directory) }
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
