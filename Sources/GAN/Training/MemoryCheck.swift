import FileFormats
import NeuralNetwork
import Platform
import TensorCore

/// Refuses networks that there is no room for, before any memory is taken for them.
package enum MemoryCheck {
  /// Adds up what a training takes: networks, optimisers and the copy of their state to go back to, batches, pictures
  /// of the health monitor and of samples, and the order of an epoch.
  ///
  /// - Throws: ``Platform/MemoryError`` if there is less; ``ArchitectureError``.
  static func requireTraining(
    _ configuration: TrainingConfiguration, _ context: ComputeContext, budget: MemoryBudget = MemoryBudget()
  ) throws {
    let threads = context.executor.runningThreads
    try budget.require(
      try trainingMemory(configuration).bytes(threads: threads), threads: threads,
      for: "Batches of \(counted(configuration.batchSize, "image", isGrouped: false))",
      advice: "Use a smaller batch size, more shards, a smaller network, or fewer threads.")
  }

  /// Images on the picture that a run draws of itself after an epoch.
  package static let sampleCount = 64

  /// What a training takes.
  static func trainingMemory(_ configuration: TrainingConfiguration) throws(ArchitectureError) -> NetworkMemory {
    let (architecture, images) = (configuration.architecture, configuration.settings.shardSize)
    let method = configuration.convolutionMethod
    let (generator, discriminator) = (try architecture.generatorPlan(), try architecture.discriminatorPlan())
    var memory =
      generator.memory(images: images, for: configuration.generatorPurpose, method: method)
      + discriminator.memory(images: images, for: .training(inputGradient: true), method: method)
    memory.kept += GradientTree.memory(
      shards: configuration.shards, parameterCounts: [generator, discriminator].map { Double($0.parameterCount) })
    // A batch of images and its latents, and of a shard the generator's own latents and what the losses keep.
    let batch =
      Double(architecture.image.imageCount + architecture.latentSize) * Double(configuration.batchSize)
      + Double(architecture.latentSize + 4) * Double(images)
    let pictures = Double(HealthRecord.pictureValues(image: architecture.image))
    let order = Double(configuration.learntCount)
    memory.kept += batch + pictures + order + Augmenter.memory(configuration)
    if configuration.penalty.isOn {
      memory.kept += discriminator.gradientPenaltyMemory(images: images)
    }
    if configuration.average.isKept {
      // The average and its copy to go back to; and the trained weights, while images are made with the average.
      let weights = Double(generator.parameterCount)
      memory.kept += 3 * weights
    }
    // A picture of samples with its encoding: six bytes a value.
    let samples = 6 * Double(sampleCount * architecture.image.imageCount) / Double(MemoryLayout<Float>.stride)
    memory.passing = max(memory.passing, samples)
    return memory
  }

  /// Adds up what networks take for batches of `images` that are not trained on, and `otherValues` floats beside them.
  ///
  /// - Throws: ``Platform/MemoryError`` if there is less.
  package static func require(
    _ plans: [NetworkPlan], images: Int, for purpose: Sequential.Purpose, method: ConvolutionMethod = .winograd,
    otherValues: Double = 0, _ context: ComputeContext, budget: MemoryBudget = MemoryBudget()
  ) throws(MemoryError) {
    let networks = plans.reduce(NetworkMemory()) { $0 + $1.memory(images: images, for: purpose, method: method) }
    let threads = context.executor.runningThreads
    try budget.require(
      networks.bytes(threads: threads) + otherValues * Double(MemoryLayout<Float>.stride), threads: threads,
      for: "The model's networks", advice: "Use a smaller network, fewer threads, or a machine with more memory.")
  }
}
