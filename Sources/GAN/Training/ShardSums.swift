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

  /// Takes the memory for the steps of a training.
  init(
    _ configuration: TrainingConfiguration, generator: Sequential, discriminator: Sequential, _ context: ComputeContext
  ) {
    let shards = configuration.shards
    gradients = GradientTree(shards: shards, [generator, discriminator], context)
    generatorStatistics = ShardStatistics(of: generator, shards: shards, maximumPasses: 1)
    discriminatorStatistics = ShardStatistics(
      of: discriminator, shards: shards, maximumPasses: configuration.loss.comparesPairs ? 5 : 3)
  }

  /// Moves the running statistics of both networks.
  func moveStatistics() {
    discriminatorStatistics.move()
    generatorStatistics.move()
  }
}
