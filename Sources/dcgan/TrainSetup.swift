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
    let configuration = TrainingConfiguration(
      architecture: architecture,
      optimizer: Adam.Settings(
        learningRate: arguments[TrainOptions.learningRate], beta1: arguments[TrainOptions.beta1],
        beta2: arguments[TrainOptions.beta2]),
      batchSize: arguments[TrainOptions.batchSize], latentDistribution: arguments[TrainOptions.latent],
      generatorLoss: arguments[TrainOptions.loss], seed: arguments[TrainOptions.seed], data: data.identity)

    state = try TrainingState(configuration, context)
    if let base { try base.checkpoint.restoreNetworks(state) }
    run =
      arguments[TrainOptions.out].map(RunDirectory.init)
      ?? RunDirectory.next(data: data.path, architecture: architecture.name)
    epochs = arguments[TrainOptions.epochs]
    self.data = data
    remarks = [data.remark].compactMap { $0 } + ["Writing to \(run.path)."]

    if run.holdsRun {
      guard arguments[TrainOptions.overwrite] else {
        throw RunDirectoryTakenError(run)
      }
      try run.removeRun()
    }
    try run.create()
    // Without a checkpoint, a resumed run begins with weights of its own seed.
    if base != nil { try Checkpoint.write(state, to: run.checkpoint) }
    try RunConfiguration(training: configuration, data: data.path, epochs: epochs).write(to: run)
  }

  private init(resuming name: String, _ arguments: ParsedArguments, _ context: ComputeContext) throws {
    for (option, isGiven) in [
      ("--overwrite", arguments[TrainOptions.overwrite]), ("--init-from", arguments[TrainOptions.initFrom] != nil),
    ] where isGiven {
      throw UsageError("'--resume' goes on with a run as it is; it cannot be used with '\(option)'.")
    }
    run = try Self.runToResume(name, arguments)
    var configuration = try RunConfiguration(run)
    let checkpoint = run.hasCheckpoint ? try Checkpoint(path: run.checkpoint) : nil
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
    epochs = arguments.wasGiven(TrainOptions.epochs) ? arguments[TrainOptions.epochs] : configuration.epochs
    remarks = ["Resuming the run in \(run.path) at step \(state.step)."]
    if epochs != configuration.epochs {
      configuration.epochs = epochs
      try configuration.write(to: run)
    }
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
  private static func refuseContradictions(
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
    try check(TrainOptions.beta1, "beta1", training.optimizer.beta1)
    try check(TrainOptions.beta2, "beta2", training.optimizer.beta2)
    try check(TrainOptions.latent, "latent", training.latentDistribution)
    try check(TrainOptions.loss, "loss", training.generatorLoss)
    try check(TrainOptions.seed, "seed", training.seed)
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
