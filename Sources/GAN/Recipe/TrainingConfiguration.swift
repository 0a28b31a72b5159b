import FileFormats
import NeuralNetwork
import TensorCore

/// Everything beside the data that a training run's result depends on, and nothing else.
public struct TrainingConfiguration: Hashable, Sendable {
  /// The networks.
  public var architecture: Architecture
  /// The optimisers' settings.
  public var optimizer: Adam.Settings
  /// The discriminator's learning rate, if it is not that of ``optimizer``.
  public var discriminatorLearningRate: Double?
  /// Images of a batch.
  public var batchSize: Int
  /// What latent vectors are drawn from.
  public var latentDistribution: LatentDistribution
  /// What the generator minimises.
  public var generatorLoss: GeneratorLoss
  /// How convolutions are computed.
  public var convolutionMethod: ConvolutionMethod
  /// The seed of every random number.
  public var seed: UInt64
  /// The number of training images and the CRC-32 of their bytes.
  public var data: DataIdentity
  /// After how many steps of an epoch the state is copied, to go back to if the numbers explode.
  public var snapshotInterval: Int

  /// The snapshot interval of runs that do not choose: a copy takes about as long as Adam's part of one step.
  public static let defaultSnapshotInterval = 100

  /// What tells one data set from another.
  public struct DataIdentity: Hashable, Sendable {
    /// The number of images used.
    public var imageCount: Int
    /// The CRC-32 of their bytes.
    public var checksum: UInt32

    /// Creates an identity.
    public init(imageCount: Int, checksum: UInt32) {
      self.imageCount = imageCount
      self.checksum = checksum
    }
  }

  /// Creates a configuration.
  public init(
    architecture: Architecture, optimizer: Adam.Settings, discriminatorLearningRate: Double? = nil, batchSize: Int,
    latentDistribution: LatentDistribution, generatorLoss: GeneratorLoss = .nonSaturating,
    convolutionMethod: ConvolutionMethod = .winograd, seed: UInt64, data: DataIdentity,
    snapshotInterval: Int = TrainingConfiguration.defaultSnapshotInterval
  ) {
    self.architecture = architecture
    self.optimizer = optimizer
    self.discriminatorLearningRate = discriminatorLearningRate
    self.batchSize = batchSize
    self.latentDistribution = latentDistribution
    self.generatorLoss = generatorLoss
    self.convolutionMethod = convolutionMethod
    self.seed = seed
    self.data = data
    self.snapshotInterval = snapshotInterval
  }

  /// Batches of an epoch; the last, incomplete one is dropped.
  public var batchesPerEpoch: Int { data.imageCount / batchSize }

  /// The last step until `step` whose state is copied. They lie at the same places in every epoch, its end among them, so
  /// that the checkpoint that is written there needs no copy beside it.
  func lastSnapshot(at step: Int) -> Int { step - step % batchesPerEpoch % snapshotInterval }

  /// The configuration as JSON, without the architecture, which stands beside it.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "batchSize": .number(batchSize),
      "beta1": .number(optimizer.beta1),
      "beta2": .number(optimizer.beta2),
      "convolution": .string(convolutionMethod.rawValue),
      "dataChecksum": .number(data.checksum),
      "dataImages": .number(data.imageCount),
      "epsilon": .number(optimizer.epsilon),
      "latent": .string(latentDistribution.rawValue),
      "learningRate": .number(optimizer.learningRate),
      "loss": .string(generatorLoss.rawValue),
      "seed": .string(String(seed)),
      "snapshotEvery": .number(snapshotInterval),
    ]
    members["discriminatorLearningRate"] = discriminatorLearningRate.map { .number($0) }
    return .object(members)
  }

  /// Reads a configuration, or returns `nil` if a member is missing or impossible.
  public init?(json: JSONValue, architecture: Architecture) {
    guard
      let batchSize = json["batchSize"]?.integer, (1...1 << 16).contains(batchSize),
      let beta1 = json["beta1"]?.double, let beta2 = json["beta2"]?.double,
      let epsilon = json["epsilon"]?.double, let learningRate = json["learningRate"]?.double,
      (0..<1).contains(beta1), (0..<1).contains(beta2), epsilon > 0, learningRate > 0,
      let latent = json["latent"]?.string.flatMap(LatentDistribution.init(rawValue:)),
      // Runs from before there was a choice do not say it.
      let generatorLoss = json["loss"].map({ GeneratorLoss(rawValue: $0.string ?? "") }) ?? .nonSaturating,
      let convolutionMethod = json["convolution"].map({ ConvolutionMethod(rawValue: $0.string ?? "") }) ?? .direct,
      let seed = json["seed"]?.string.flatMap(UInt64.init),
      let imageCount = json["dataImages"]?.integer, imageCount >= batchSize,
      let checksum = json["dataChecksum"]?.integer.flatMap(UInt32.init(exactly:)),
      let snapshotInterval = (json["snapshotEvery"] ?? .number(Self.defaultSnapshotInterval)).integer,
      snapshotInterval >= 1
    else { return nil }
    let discriminatorLearningRate = json["discriminatorLearningRate"]?.double
    guard json["discriminatorLearningRate"] == nil || discriminatorLearningRate ?? 0 > 0 else { return nil }
    self.init(
      architecture: architecture,
      optimizer: Adam.Settings(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon),
      discriminatorLearningRate: discriminatorLearningRate, batchSize: batchSize, latentDistribution: latent,
      generatorLoss: generatorLoss, convolutionMethod: convolutionMethod, seed: seed,
      data: DataIdentity(imageCount: imageCount, checksum: checksum), snapshotInterval: snapshotInterval)
  }
}
