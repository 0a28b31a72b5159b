import FileFormats
import TensorCore

/// The real images of each training step, with their classes in a conditional run: every epoch in an order of its own,
/// which depends on the seed and the epoch alone.
final class BatchSource {
  private let images: ImageSet
  private let configuration: TrainingConfiguration
  private let context: ComputeContext
  private let batch: Tensor
  /// The classes of the last batch's images; empty if the run is not conditional.
  private(set) var classes: [Int]
  private var order: [Int32]
  private var epochOfOrder: Int?
  private static let label = ProfileLabel("step", .data)

  init(_ images: ImageSet, _ configuration: TrainingConfiguration, _ context: ComputeContext) {
    self.images = images
    self.configuration = configuration
    self.context = context
    batch = Tensor(configuration.architecture.image.with(images: configuration.batchSize))
    classes = [Int](repeating: 0, count: configuration.isConditional ? configuration.batchSize : 0)
    order = [Int32](repeating: 0, count: images.count)
  }

  /// The batch of a step, of which only some places may be written. It stays valid until the next call.
  func batch(step: Int, places: Range<Int>? = nil) -> Tensor {
    let places = places ?? 0..<configuration.batchSize
    return context.measure(Self.label, images: places.count) {
      let position = configuration.position(at: step)
      let epoch = position.epochsDone
      if epochOfOrder != epoch {
        for index in order.indices { order[index] = Int32(index) }
        RandomStream(seed: configuration.seed, purpose: .shuffle, substream: UInt32(epoch)).shuffle(&order)
        epochOfOrder = epoch
      }
      let first = position.stepsOfNextEpoch * configuration.batchSize
      let size = batch.shape.imageCount
      for place in places {
        context.loadPixels(
          images[Int(order[first + place])],
          into: batch.window(start: place * size, shape: batch.shape.with(images: 1)))
        if !classes.isEmpty { classes[place] = Int(images.labels?[Int(order[first + place])] ?? 0) }
      }
      return batch
    }
  }
}
