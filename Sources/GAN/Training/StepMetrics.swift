import NeuralNetwork
import TensorCore

/// What a training step says of itself.
public struct StepMetrics: Equatable, Sendable {
  /// The discriminator's loss, real and fake batches added.
  public var discriminatorLoss: Double
  /// The generator's loss.
  public var generatorLoss: Double
  /// The mean probability that the discriminator gave the real images, before its step; what stands for it, with a loss
  /// that is about no probabilities.
  public var realProbability: Double
  /// The mean probability that the discriminator gave the fake images, before its step.
  public var fakeProbability: Double

  /// Creates metrics.
  public init(
    discriminatorLoss: Double, generatorLoss: Double, realProbability: Double, fakeProbability: Double
  ) {
    self.discriminatorLoss = discriminatorLoss
    self.generatorLoss = generatorLoss
    self.realProbability = realProbability
    self.fakeProbability = fakeProbability
  }

  /// Whether every number is one.
  public var isFinite: Bool {
    discriminatorLoss.isFinite && generatorLoss.isFinite && realProbability.isFinite && fakeProbability.isFinite
  }
}

/// What the discriminator said of each shard of a batch, and what that cost.
struct ShardVerdicts {
  /// A part of a step that judges images.
  enum Part: Int, CaseIterable {
    case real
    case fake
    case generator
  }

  /// Loss and probability of each part, a row for each shard.
  var table: ShardTable

  init(shards: Int) { table = ShardTable(shards: shards, columns: 2 * Part.allCases.count) }

  /// Notes the means of a shard.
  mutating func note(_ verdict: LossAndProbability, _ part: Part, shard: Int) {
    table[shard, 2 * part.rawValue] = verdict.loss
    table[shard, 2 * part.rawValue + 1] = verdict.probability
  }

  /// The means over the whole batch.
  var metrics: StepMetrics {
    func loss(_ part: Part) -> Double { table.mean(2 * part.rawValue) }
    func probability(_ part: Part) -> Double { table.mean(2 * part.rawValue + 1) }
    return StepMetrics(
      discriminatorLoss: loss(.real) + loss(.fake), generatorLoss: loss(.generator),
      realProbability: probability(.real), fakeProbability: probability(.fake))
  }
}
