import NeuralNetwork
import TensorCore

/// How the batch-norm statistics of averaged weights are found, for which no training step has ever normalised: by
/// passes of latents of a random stream of their own, as stochastic weight averaging has it (Izmailov et al., 2018,
/// "Averaging Weights Leads to Wider Optima and Better Generalization"; `update_bn` in PyTorch). It depends on a run's
/// configuration alone, so that whoever reads a checkpoint finds those that the run drew its samples with.
package struct StatisticsEstimate: Equatable, Sendable {
  /// Latents of a pass.
  package let batchSize: Int
  /// The passes.
  package let batches: Int
  private let seed: UInt64
  private let distribution: LatentDistribution
  private let choice: ClassChoice?

  /// Latents of a pass, at most: a larger batch's statistics are no others.
  private static let maximumBatchSize = 64
  /// Latents in all, at most.
  private static let maximumCount = 1024
  /// The passes at least.
  private static let minimumBatches = 2
  /// An epoch's multiply-adds for one of an estimate: the time that an estimate after each epoch takes is 3 %.
  private static let epochShare = 0.03

  /// Plans the estimate of a run, within its share of an epoch's work unless the least number of passes exceeds that.
  ///
  /// - Throws: ``ArchitectureError`` if the architecture does not fit together, or would normalise single values.
  package init(_ configuration: TrainingConfiguration) throws(ArchitectureError) {
    try configuration.checkStatistics()
    let cost = try configuration.architecture.cost()
    let epoch =
      Double(configuration.batchesPerEpoch) * Double(configuration.batchSize) * Double(cost.stepMultiplyAdds)
    batchSize = min(configuration.settings.shardSize, Self.maximumBatchSize)
    let affordable = Self.epochShare * epoch / (Double(max(1, cost.generatorMultiplyAdds)) * Double(batchSize))
    let most = max(Self.minimumBatches, Self.maximumCount / batchSize)
    batches = affordable < Double(most) ? max(Self.minimumBatches, Int(affordable)) : most
    seed = configuration.seed
    distribution = configuration.latentDistribution
    choice = configuration.classChoice
  }

  /// Writes the latents of a pass, counted from 0.
  func fill(_ latents: Tensor, batch: Int) {
    distribution.fillStatistics(latents, seed: seed, first: UInt32(batch * batchSize))
  }

  /// The classes of a pass of a conditional generator, as often as training images have them whatever its images are to
  /// be of.
  func classes(batch: Int) -> [Int] {
    guard let choice else { return [] }
    return (batch * batchSize..<(batch + 1) * batchSize).map {
      choice.number(place: $0, image: UInt32($0), seed: seed, .statistics)
    }
  }
}

extension Generator {
  /// Replaces the running statistics by those that belong to the weights.
  package func estimateStatistics(_ estimate: StatisticsEstimate) {
    guard network.keepsStatistics else { return }
    let batch = latents.prefix(images: estimate.batchSize)
    network.estimateStatistics(batches: estimate.batches) {
      estimate.fill(batch, batch: $0)
      network.classes.set(estimate.classes(batch: $0))
      return batch
    }
  }
}
