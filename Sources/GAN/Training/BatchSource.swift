import FileFormats
import TensorCore

/// The real images of each training step: every epoch in an order of its own, which depends on the seed and the epoch
/// alone.
final class BatchSource {
  private let images: ImageSet
  private let configuration: TrainingConfiguration
  private let context: ComputeContext
  private let batch: Tensor
  private var order: [Int32]
  private var epochOfOrder: Int?
  private static let label = ProfileLabel("step", .data)

  init(_ images: ImageSet, _ configuration: TrainingConfiguration, _ context: ComputeContext) {
    self.images = images
    self.configuration = configuration
    self.context = context
    batch = Tensor(configuration.architecture.image.with(images: configuration.batchSize))
    order = [Int32](repeating: 0, count: images.count)
  }

  /// The batch of a step. It stays valid until the next call.
  func batch(step: Int) -> Tensor {
    context.measure(Self.label, images: configuration.batchSize) {
      let position = configuration.position(at: step)
      let epoch = position.epochsDone
      if epochOfOrder != epoch {
        for index in order.indices { order[index] = Int32(index) }
        RandomStream(seed: configuration.seed, purpose: .shuffle, substream: UInt32(epoch)).shuffle(&order)
        epochOfOrder = epoch
      }
      let first = position.stepsOfNextEpoch * configuration.batchSize
      let size = batch.shape.imageCount
      for place in 0..<configuration.batchSize {
        context.loadPixels(
          images[Int(order[first + place])],
          into: batch.window(start: place * size, shape: batch.shape.with(images: 1)))
      }
      return batch
    }
  }
}
