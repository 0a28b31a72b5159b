import NeuralNetwork
import TensorCore

/// Where the shards of a step add up.
final class ShardSums {
  /// The gradients of either network.
  let gradients: GradientTree
  /// What moves the running statistics of the generator.
  let generatorStatistics: ShardStatistics
  /// The same of the discriminator.
  let discriminatorStatistics: ShardStatistics
  /// The shards that are summed up here: those of this rank.
  let own: Range<Int>

  /// Takes the memory for the steps of a training, of all shards or of those of a rank.
  init(
    _ configuration: TrainingConfiguration, own: Range<Int>, generator: Sequential, discriminator: Sequential,
    _ context: ComputeContext
  ) {
    let shards = configuration.shards
    self.own = own
    gradients = GradientTree(shards: own.count, [generator, discriminator], context)
    generatorStatistics = ShardStatistics(of: generator, shards: shards, maximumPasses: 1)
    discriminatorStatistics = ShardStatistics(
      of: discriminator, shards: shards, maximumPasses: configuration.loss.comparesPairs ? 5 : 3)
  }

  /// Moves the running statistics of both networks by what all ranks noted.
  func moveStatistics(_ ranks: Ranks?) {
    if let ranks {
      ranks.exchange.allGather(&discriminatorStatistics.table.values)
      ranks.exchange.allGather(&generatorStatistics.table.values)
    }
    discriminatorStatistics.move()
    generatorStatistics.move()
  }
}
