import NeuralNetwork
import TensorCore

/// The networks and optimisers in training, and how far they have come.
public final class TrainingState {
  /// What the run's result depends on.
  public let configuration: TrainingConfiguration
  /// The generator.
  public let generator: Generator
  /// The discriminator.
  public let discriminator: Discriminator
  let generatorOptimizer: Adam
  let discriminatorOptimizer: Adam
  /// Where the shards of a step add up.
  private(set) var shards: ShardSums
  /// Those that the training is shared out among; `nil` if this process makes all of it.
  private(set) var ranks: Ranks?
  /// What makes the discriminator's gradient small, if anything does.
  let penalty: GradientPenalty?
  /// The average of the generator's weights, if images are made with it.
  let average: WeightAverage?
  /// How its statistics are found.
  let estimate: StatisticsEstimate?
  /// What the health monitor remembers.
  public let health: HealthRecord
  /// Training steps made.
  public package(set) var step = 0
  let context: ComputeContext
  /// Returns to an earlier step so far, each of which halved the learning rates.
  public package(set) var rollbacks = 0
  /// The state to go back to.
  private(set) lazy var snapshot = TrainingSnapshot(of: namedState)

  /// Takes all memory that training needs and draws the first weights.
  ///
  /// - Throws: ``ArchitectureError`` if the architecture does not fit together or normalises single values;
  ///   ``Platform/MemoryError`` if all of training needs more memory than there is.
  public init(_ configuration: TrainingConfiguration, _ context: ComputeContext) throws {
    self.configuration = configuration
    try configuration.checkMeans()
    try configuration.checkStatistics()
    let images = configuration.settings.shardSize
    try MemoryCheck.requireTraining(configuration, context)
    let method = configuration.convolutionMethod
    generator = try Generator(
      configuration.architecture, maximumImages: images, purpose: configuration.generatorPurpose,
      convolutionMethod: method, context)
    discriminator = try Discriminator(
      configuration.architecture, maximumImages: images, purpose: .training(inputGradient: true),
      convolutionMethod: method, context)
    generator.classChoice = configuration.classChoice
    generatorOptimizer = Adam(generator.network, configuration.settings.generatorOptimizer, context)
    discriminatorOptimizer = Adam(discriminator.network, configuration.settings.discriminatorOptimizer, context)

    self.context = context
    shards = ShardSums(
      configuration, own: 0..<configuration.shards, generator: generator.network, discriminator: discriminator.network,
      context)
    penalty = configuration.penalty.isOn ? GradientPenalty(discriminator.network, context) : nil
    let averages = configuration.average.isKept
    average = averages ? WeightAverage(of: generator.network, configuration.average, context) : nil
    estimate = averages ? try StatisticsEstimate(configuration) : nil
    health = HealthRecord(image: configuration.architecture.image)

    let parameters = generator.network.parameters
    parameters.initialize(seed: configuration.seed, firstSubstream: 0)
    discriminator.network.parameters.initialize(
      seed: configuration.seed, firstSubstream: UInt32(parameters.entries.count))
    networksDidBegin()
  }

  /// What the learning rates are multiplied by because the numbers exploded.
  public var learningRateFactor: Double { Rollback.learningRateFactor(after: rollbacks) }

  /// Sets the learning rates of the step that follows.
  func setLearningRates() {
    let factor = learningRateFactor * configuration.scheduleFactor(at: step)
    generatorOptimizer.learningRateFactor = factor
    discriminatorOptimizer.learningRateFactor = factor
  }

  /// Lets each of some ranks do its share.
  func share(out ranks: Ranks) {
    self.ranks = ranks
    shards = ShardSums(
      configuration, own: ranks.ownShards(of: configuration.shards), generator: generator.network,
      discriminator: discriminator.network, context)
  }

  /// The places in a batch of the images that this process takes.
  var ownImages: Range<Int> {
    let size = configuration.settings.shardSize
    return shards.own.lowerBound * size..<shards.own.upperBound * size
  }

  /// Makes a step of an optimiser by the gradients of all shards.
  func step(_ optimizer: Adam) {
    if let ranks { ranks.step(optimizer) } else { optimizer.step() }
  }

  /// Brings what other ranks have of the state here.
  func gatherWholeState() { ranks?.gatherMoments([generatorOptimizer, discriminatorOptimizer]) }

  /// Takes over networks that training begins with.
  package func networksDidBegin() {
    average?.restart()
    parametersDidChange()
  }

  /// Hands changed parameters to the layers.
  package func parametersDidChange() {
    generator.network.parametersDidChange()
    discriminator.network.parametersDidChange()
  }

  /// What the networks compute with, and nothing of the optimisers.
  public var networkState: [NamedState] {
    generator.network.namedState(prefix: StateName.generator)
      + discriminator.network.namedState(prefix: StateName.discriminator)
  }

  /// Everything that training needs to go on.
  public var namedState: [NamedState] {
    networkState + generatorOptimizer.namedState(prefix: StateName.optimizer + StateName.generator)
      + discriminatorOptimizer.namedState(prefix: StateName.optimizer + StateName.discriminator)
      + health.namedState(prefix: StateName.health)
      + (average?.namedState(prefix: StateName.average + StateName.generator) ?? [])
  }

  /// What the checkpoint of a step holds: between snapshots the last one too, so that a run that was killed and resumed
  /// goes back to the same state as one that was not.
  package func savedState(at step: Int) -> [NamedState] {
    configuration.lastSnapshot(at: step) == step ? namedState : namedState + snapshot.namedState
  }
}
