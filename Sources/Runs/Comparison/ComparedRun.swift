import FileFormats
import GAN
import TensorCore

/// One finished run of a comparison.
public struct ComparedRun {
  /// What the run was started with.
  public let configuration: RunConfiguration
  /// What its networks cost.
  public let cost: ArchitectureCost
  /// Its logged steps.
  public let history: MetricsHistory
  /// How good its images are, if that was found out: by `dcgan evaluate` at its last step, else at the last epoch at
  /// which it was judged while it trained.
  public let quality: QualityRecord?
  /// What became of it.
  public let outcome: RunOutcome
  /// Samples of the run's seed, in rows and columns.
  public let samples: RasterImage

  /// What it is called among the others.
  public let name: String
  /// The steps that were made.
  public var steps: Int { history.lines.last?.step ?? 0 }
  /// The mean speed, whatever the size of batches was on the way; `nil` if the log tells of no time.
  public var imagesPerSecond: Double? { outcome.imagesPerSecond }

  private static let columns = 8

  /// Reads a run directory, and draws samples with its generator. It is called by the name of its architecture, unless
  /// it is given another.
  ///
  /// - Throws: ``RunDirectoryError``, ``CheckpointError``, ``GAN/ArchitectureError`` or ``FileFormats/FileError`` if
  ///   the run cannot be read, and ``SampleGridError`` if the samples make too large a picture.
  public init(_ run: RunDirectory, name: String? = nil, _ context: ComputeContext) throws {
    if !run.holdsRun(), let error = run.strangerError(wanted: .run) { throw error }
    configuration = try RunConfiguration(run)
    self.name = name ?? configuration.training.architecture.name
    history = try MetricsHistory(run)
    outcome = RunOutcome(history, configuration)
    quality = run.quality(at: history.lines.last?.step)
    let training = configuration.training
    cost = try training.architecture.cost()
    let count = Self.columns * Self.columns
    var grid = try SampleGrid(count: count, columns: Self.columns, padding: 2, image: training.architecture.image)
    try LoadedModel(path: run.path).generator(maximumImages: Self.columns, context).sample(
      count: count, first: 0, seed: training.seed, distribution: training.latentDistribution
    ) { grid.draw($1, at: $0) }
    samples = grid.picture
  }
}
