import NeuralNetwork
import Platform
import TensorCore

/// Refuses images that there is no room to judge, before any memory is taken for them.
enum EvaluationMemory {
  private static let advice = "Use smaller images, fewer threads, or a machine with more memory."

  /// Adds up what the networks of a classifier and a batch of images take.
  ///
  /// - Throws: ``Platform/MemoryError`` if there is less.
  static func requireFeatures(
    _ plans: [NetworkPlan], of image: Shape, images: Int, for purpose: Sequential.Purpose, _ context: ComputeContext,
    budget: MemoryBudget = MemoryBudget()
  ) throws(MemoryError) {
    let method = ClassifierArchitecture.convolutionMethod
    let networks = plans.reduce(NetworkMemory()) { $0 + $1.memory(images: images, for: purpose, method: method) }
    let threads = context.executor.runningThreads
    let batch = Double(image.imageCount) * Double(images) * Double(MemoryLayout<Float>.stride)
    try budget.require(
      networks.bytes(threads: threads) + batch, threads: threads, for: "The features of images of \(image.imageText)",
      advice: advice)
  }

  /// Adds up what it takes to find the nearest of `learnt` training images for `count` images, and copies of three
  /// such sets: samples, real images to compare with, and those of the floor.
  ///
  /// - Throws: ``Platform/MemoryError`` if there is less.
  static func requireComparison(
    of count: Int, with learnt: Int, _ image: Shape, _ context: ComputeContext, budget: MemoryBudget = MemoryBudget()
  ) throws(MemoryError) {
    let copies = 3 * Double(count) * Double(image.imageCount)
    let products = context.rowProductMemory(count, learnt, columns: image.imageCount)
    try budget.require(
      products + copies, threads: context.executor.runningThreads,
      for: "Comparing images of \(image.imageText) pixel by pixel", advice: advice)
  }
}
