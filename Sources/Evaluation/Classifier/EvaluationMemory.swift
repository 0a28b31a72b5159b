import NeuralNetwork
import Platform
import TensorCore

/// The memory that judging images takes, which is asked for before any of it is taken.
enum EvaluationMemory {
  private static let advice = "Use smaller images, fewer threads, or a machine with more memory."

  /// Bytes that the networks of a classifier and a batch of images take.
  static func features(
    _ plans: [NetworkPlan], of image: Shape, images: Int, for purpose: Sequential.Purpose, _ context: ComputeContext
  ) -> Double {
    let method = ClassifierArchitecture.convolutionMethod
    let networks = plans.reduce(NetworkMemory()) { $0 + $1.memory(images: images, for: purpose, method: method) }
    let batch = Double(image.imageCount) * Double(images) * Double(MemoryLayout<Float>.stride)
    return networks.bytes(threads: context.executor.runningThreads) + batch
  }

  /// Bytes that it takes to find the nearest of `learnt` training images for `count` images, and copies of three such
  /// sets: samples, real images to compare with, and those of the floor.
  static func comparison(of count: Int, with learnt: Int, _ image: Shape, _ context: ComputeContext) -> Double {
    let copies = 3 * Double(count) * Double(image.imageCount)
    return context.rowProductMemory(count, learnt, columns: image.imageCount) + copies
  }

  /// Finds out whether there is room for something, as the beginning of a sentence.
  ///
  /// - Throws: ``Platform/MemoryError`` if there is less.
  static func require(_ bytes: Double, for purpose: String, _ context: ComputeContext) throws(MemoryError) {
    guard bytes > 0 else { return }
    try MemoryBudget().require(bytes, threads: context.executor.runningThreads, for: purpose, advice: advice)
  }
}
