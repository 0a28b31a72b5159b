import FileFormats
import GAN
import NeuralNetwork
import TensorCore

/// A checkpoint, found by what the user named, and the networks in it.
public struct LoadedModel {
  /// The checkpoint.
  public let checkpoint: Checkpoint
  /// Which of the generator's weights are taken.
  public private(set) var weights: GeneratorWeights

  /// Reads the checkpoint of a file, of a run directory, or of the newest run if `path` is `nil`.
  ///
  /// A file that another program has saved needs no checksum: networks can be used without one.
  ///
  /// - Parameters:
  ///   - path: The file or directory.
  ///   - architecture: What the networks of a file without metadata are; of no meaning for others.
  /// - Throws: ``FileFormats/FileError``, ``CheckpointError`` or ``RunDirectoryError``. If the file is damaged, an
  ///   older checkpoint of the run that is sound is named, but not taken: an image of it would pass for one of the
  ///   newest.
  public init(path: String?, architecture: Architecture? = nil) throws {
    let file = try Self.file(path)
    do {
      checkpoint = try Checkpoint(
        path: file, requireChecksum: false, architecture: architecture, networksAlone: true)
      weights = checkpoint.configuration.average.isKept ? .average : .raw
    } catch let error as FileError where error.meansDamage {
      let components = PathComponents(file)
      let run = RunDirectory(components.parent)
      guard components.name == RunDirectory.checkpointName,
        let sound = try? run.newestSoundCheckpoint(passOver: { _ in })
      else { throw error }
      throw CheckpointError(
        damage: error, advice: "The checkpoint before it, '\(sound.path)' of step \(sound.step), is sound: name that.")
    }
  }

  /// The weights of the generator that are taken unless others are named: the average where the checkpoint has one.
  public var defaultWeights: GeneratorWeights { configuration.average.isKept ? .average : .raw }

  /// The same model with other weights of its generator; with those that it has if `nil`.
  ///
  /// - Throws: ``CheckpointError`` if it has no average.
  public func with(_ weights: GeneratorWeights?) throws -> LoadedModel {
    guard let weights else { return self }
    guard weights == .raw || configuration.average.isKept else {
      throw CheckpointError(checkpoint.path, "holds no average of the generator's weights: its run kept none")
    }
    var model = self
    model.weights = weights
    return model
  }

  /// A sentence if nothing tells whether the file is whole.
  public var remark: String? {
    switch checkpoint.checksum {
    case .right: nil
    case .missing:
      "'\(checkpoint.path)' has no checksum, since another program saved it: damage would not be noticed."
    case .outdated:
      "The checksum of '\(checkpoint.path)' is that of other contents: another program changed them and kept it, or the "
        + "file is damaged."
    }
  }

  private static func file(_ path: String?) throws -> String {
    guard let path else { return try file(try RunDirectory.newest().path) }
    guard isDirectory(path) else { return path }
    let run = RunDirectory(path)
    guard let newest = run.checkpoints().first else {
      if let newest = run.holdsRun() ? nil : RunDirectory.all(in: path).first {
        throw RunDirectoryError(
          .missing, "'\(path)' is a directory of runs: name one of them. The newest is '\(newest.path)'.")
      }
      if !run.holdsRun(), let error = run.strangerError(wanted: .checkpoint) { throw error }
      throw RunDirectoryError(
        .missing,
        run.holdsRun()
          ? "The run in '\(path)' has no checkpoint yet: the first is written at the end of its first epoch."
          : "There is no run in '\(path)': it holds no checkpoint.safetensors.")
    }
    return newest
  }

  /// The run directory that the checkpoint lies in; `nil` if it lies in none.
  public var run: RunDirectory? {
    let run = RunDirectory(PathComponents(checkpoint.path).parent)
    return run.holdsRun() ? run : nil
  }

  /// What the run's result depends on.
  public var configuration: TrainingConfiguration { checkpoint.configuration }

  /// The trained generator, for at most `maximumImages` at a time.
  ///
  /// - Throws: ``CheckpointError`` if the file lacks something; `MemoryError` if the network needs more memory than
  ///   there is.
  public func generator(maximumImages: Int, _ context: ComputeContext) throws -> Generator {
    try MemoryCheck.require(
      [try configuration.architecture.generatorPlan()], images: maximumImages, for: .inference,
      method: configuration.convolutionMethod, context)
    return try restored(.inference, maximumImages, context)
  }

  /// The trained networks with gradients of their inputs, for at most `maximumImages` at a time; the discriminator only
  /// where it is wanted.
  ///
  /// - Throws: ``CheckpointError`` if the file lacks something; `MemoryError` if the networks need more memory than
  ///   there is.
  package func networksWithInputGradients(
    maximumImages: Int, withDiscriminator: Bool, _ context: ComputeContext
  ) throws -> (generator: Generator, discriminator: Discriminator?) {
    let architecture = configuration.architecture
    var plans = [try architecture.generatorPlan()]
    if withDiscriminator { plans.append(try architecture.discriminatorPlan()) }
    try MemoryCheck.require(
      plans, images: maximumImages, for: .inputGradient, method: configuration.convolutionMethod,
      // Targets, their gradients, and the images of a batch.
      otherValues: 3 * Double(architecture.image.imageCount) * Double(maximumImages), context)
    let generator = try restored(.inputGradient, maximumImages, context)
    guard withDiscriminator else { return (generator, nil) }
    let discriminator = try Discriminator(
      architecture, maximumImages: maximumImages, purpose: .inputGradient,
      convolutionMethod: configuration.convolutionMethod, context)
    try checkpoint.restore(discriminator)
    return (generator, discriminator)
  }

  /// Gives averaged weights their statistics, by passes of the size that the run's own have.
  ///
  /// - Throws: ``CheckpointError`` if the file says such a size as no run can have; `MemoryError`.
  private func estimateStatistics(_ generator: Generator, _ context: ComputeContext) throws {
    guard generator.network.keepsStatistics else { return }
    let estimate: StatisticsEstimate
    do {
      estimate = try StatisticsEstimate(configuration)
    } catch {
      throw CheckpointError(
        checkpoint.path, "has averaged weights whose statistics cannot be found. \(error)", endsSentence: true)
    }
    try MemoryCheck.require(
      [try configuration.architecture.generatorPlan()], images: estimate.batchSize, for: .inference,
      method: configuration.convolutionMethod, context)
    let other = try Generator(
      configuration.architecture, maximumImages: estimate.batchSize, purpose: .inference,
      convolutionMethod: configuration.convolutionMethod, context)
    try checkpoint.restore(other, .average)
    other.estimateStatistics(estimate)
    generator.network.copyState(from: other.network)
  }

  private func restored(
    _ purpose: Sequential.Purpose, _ maximumImages: Int, _ context: ComputeContext
  ) throws -> Generator {
    let generator = try Generator(
      configuration.architecture, maximumImages: maximumImages, purpose: purpose,
      convolutionMethod: configuration.convolutionMethod, context)
    generator.classChoice = configuration.classChoice
    try checkpoint.restore(generator, weights)
    if weights == .average { try estimateStatistics(generator, context) }
    return generator
  }
}
