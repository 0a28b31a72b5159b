import Runs
import CommandLineKit
import FileFormats
import GAN
import NeuralNetwork
import TensorCore

/// A run as the options of `dcgan train` describe it, ready to train.
struct TrainSetup {
  let run: RunDirectory
  let data: TrainingData
  let state: TrainingState
  let epochs: Int
  /// Checkpoints to keep.
  let keptCount: Int
  /// The step of the newest checkpoint, if there is one and it is sound.
  let newestStep: Int?
  /// What went wrong and was got over, as sentences.
  let warnings: [String]
  /// Sentences to show before training begins.
  let remarks: [String]

  /// Prepares a new run, or one that goes on.
  init(_ arguments: ParsedArguments, _ context: ComputeContext) throws {
    if let resumed = arguments[TrainOptions.resume] {
      try self.init(resuming: resumed, arguments, context)
    } else {
      try self.init(starting: arguments, context)
    }
  }

  private init(starting arguments: ParsedArguments, _ context: ComputeContext) throws {
    let data = try TrainingData(path: arguments[TrainOptions.data], limit: arguments[TrainOptions.limit])
    let base = try arguments[TrainOptions.initFrom].map { try LoadedModel(path: $0) }
    let architecture =
      try base?.configuration.architecture
      ?? ArchitectureOptions.architecture(
        arguments[ArchitectureOptions.architecture], arguments, image: data.image)
    if base != nil {
      try ArchitectureOptions.refuseNetworks(
        arguments, besides: "'--init-from', whose checkpoint has an architecture of its own")
    }
    try data.check(architecture, batchSize: arguments[TrainOptions.batchSize])
    let configuration = Self.configuration(arguments, architecture, data)
    state = try TrainingState(configuration, context)
    if let base { try base.checkpoint.restoreNetworks(state) }
    run =
      try arguments[TrainOptions.out].map(RunDirectory.init)
      ?? RunDirectory.createNext(data: data.path, architecture: architecture.name)
    epochs = arguments[TrainOptions.epochs]
    self.data = data
    keptCount = arguments[TrainOptions.keep]
    newestStep = base == nil ? nil : 0
    warnings = []
    remarks = [data.remark].compactMap { $0 } + ["Writing to \(run.path)."]

    try run.create()
    try run.lock()
    if run.holdsRun || run.holdsLog {
      guard arguments[TrainOptions.overwrite] else {
        throw RunDirectoryTakenError(run)
      }
      try run.removeRun()
    }
    run.removeUnfinishedFiles()
    // Without a checkpoint, a resumed run begins with weights of its own seed.
    if base != nil { try Checkpoint.write(state, to: run.checkpoint) }
    try RunConfiguration(training: configuration, data: data.path, epochs: epochs, keptCount: keptCount).write(to: run)
  }

  /// What the result of a new run depends on.
  static func configuration(
    _ arguments: ParsedArguments, _ architecture: Architecture, _ data: TrainingData
  ) -> TrainingConfiguration {
    TrainingConfiguration(
      architecture: architecture,
      optimizer: Adam.Settings(
        learningRate: arguments[TrainOptions.learningRate], beta1: arguments[TrainOptions.beta1],
        beta2: arguments[TrainOptions.beta2]),
      discriminatorLearningRate: arguments[TrainOptions.discriminatorLearningRate],
      batchSize: arguments[TrainOptions.batchSize], latentDistribution: arguments[TrainOptions.latent],
      generatorLoss: arguments[TrainOptions.loss],
      convolutionMethod: arguments[TrainOptions.exactConvolution] ? .direct : .winograd,
      seed: arguments[TrainOptions.seed], data: data.identity,
      snapshotInterval: arguments[TrainOptions.snapshotEvery])
  }

  private init(resuming name: String, _ arguments: ParsedArguments, _ context: ComputeContext) throws {
    for (option, isGiven) in [
      ("--overwrite", arguments[TrainOptions.overwrite]), ("--init-from", arguments[TrainOptions.initFrom] != nil),
    ] where isGiven {
      throw UsageError("'--resume' goes on with a run as it is; it cannot be used with '\(option)'.")
    }
    run = try Self.runToResume(name, arguments)
    try run.lock()
    run.removeUnfinishedFiles()
    var warnings: [String] = []
    let checkpoint = try run.newestSoundCheckpoint { warnings.append("Warning: \($0) It is passed over.") }
    if let checkpoint, !warnings.isEmpty {
      warnings.append("Going back to the checkpoint before, '\(checkpoint.path)' of step \(checkpoint.step).")
    }
    let started = try? RunConfiguration(run)
    var configuration = try started ?? Self.configuration(of: run, checkpoint, arguments)
    if let checkpoint { configuration.training = checkpoint.configuration }
    let training = configuration.training
    try Self.refuseContradictions(arguments, training)

    data = try TrainingData(
      path: arguments[TrainOptions.data] ?? configuration.data,
      limit: arguments[TrainOptions.limit] ?? training.data.imageCount)
    guard data.identity == training.data else {
      throw FileError(
        .badData, path: data.path,
        reason: "these are not the \(training.data.imageCount) images that the run in '\(run.path)' was started with")
    }
    try data.check(training.architecture, batchSize: training.batchSize)
    state = try TrainingState(training, context)
    try checkpoint?.restore(state)
    if arguments.wasGiven(TrainOptions.epochs) { configuration.epochs = arguments[TrainOptions.epochs] }
    if arguments.wasGiven(TrainOptions.keep) { configuration.keptCount = arguments[TrainOptions.keep] }
    epochs = configuration.epochs
    keptCount = configuration.keptCount
    newestStep = checkpoint?.path == run.checkpoint ? state.step : nil
    remarks = ["Resuming the run in \(run.path) at step \(state.step)."]
    if epochs != started?.epochs || keptCount != started?.keptCount {
      do {
        try configuration.write(to: run)
      } catch let error as FileError {
        warnings.append("Warning: \(error) Training goes on; give --epochs and --keep again with the next --resume.")
      }
    }
    self.warnings = warnings
  }

  /// The configuration of a run whose `config.json` cannot be read: a checkpoint says all of it but what the options do.
  private static func configuration(
    of run: RunDirectory, _ checkpoint: Checkpoint?, _ arguments: ParsedArguments
  ) throws -> RunConfiguration {
    guard let checkpoint else { return try RunConfiguration(run) }
    guard let data = arguments[TrainOptions.data] else {
      throw FileError(
        .badData, path: run.configuration,
        reason: "the file is missing or damaged, but the checkpoint is sound; go on without it by adding --data DIR")
    }
    return RunConfiguration(
      training: checkpoint.configuration, data: data, epochs: arguments[TrainOptions.epochs],
      keptCount: arguments[TrainOptions.keep])
  }

  private static func runToResume(_ name: String, _ arguments: ParsedArguments) throws -> RunDirectory {
    let out = arguments[TrainOptions.out]
    if !name.isEmpty, let out, out != name {
      throw UsageError("'--resume \(name)' and '--out \(out)' name two run directories. Use one of them.")
    }
    guard let path = name.isEmpty ? out : name else { return try RunDirectory.newest() }
    let run = RunDirectory(path)
    guard run.holdsRun else {
      throw FileError(.missingInput, path: path, reason: "there is no run here to resume")
    }
    return run
  }

  /// An option that would change the result must be what the run was started with.
  static func refuseContradictions(
    _ arguments: ParsedArguments, _ training: TrainingConfiguration
  ) throws {
    func contradiction(_ option: String, _ value: String) -> UsageError {
      UsageError(
        "'--\(option)' contradicts the run to resume, which was started with \(value). Leave the option out, or start a new "
          + "run.")
    }
    func check<Value: Equatable & ArgumentValue>(_ key: Option<Value>, _ name: String, _ value: Value) throws {
      if arguments.wasGiven(key), arguments[key] != value {
        throw contradiction("\(name) \(arguments[key].argumentText)", value.argumentText)
      }
    }
    try ArchitectureOptions.check(arguments, training.architecture, contradiction)
    try check(TrainOptions.batchSize, "batch-size", training.batchSize)
    try check(TrainOptions.learningRate, "learning-rate", training.optimizer.learningRate)
    let discriminatorRate = training.discriminatorLearningRate ?? training.optimizer.learningRate
    if let rate = arguments[TrainOptions.discriminatorLearningRate], rate != discriminatorRate {
      throw contradiction("discriminator-learning-rate \(rate.argumentText)", discriminatorRate.argumentText)
    }
    try check(TrainOptions.beta1, "beta1", training.optimizer.beta1)
    try check(TrainOptions.beta2, "beta2", training.optimizer.beta2)
    try check(TrainOptions.latent, "latent", training.latentDistribution)
    try check(TrainOptions.loss, "loss", training.generatorLoss)
    try check(TrainOptions.seed, "seed", training.seed)
    try check(TrainOptions.snapshotEvery, "snapshot-every", training.snapshotInterval)
    if arguments[TrainOptions.exactConvolution], training.convolutionMethod != .direct {
      throw contradiction("exact-convolution", "Winograd's filtering")
    }
  }
}

/// A directory that holds a run already.
struct RunDirectoryTakenError: ExitCodeProviding {
  let description: String
  let exitCode = ExitCode.cannotCreate

  init(_ run: RunDirectory) {
    description =
      "'\(run.path)' already holds a run. Go on with it by --resume, remove it by --overwrite, or name another directory "
      + "with --out."
  }
}
