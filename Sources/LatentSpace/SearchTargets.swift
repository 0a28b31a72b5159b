import FileFormats
import TensorCore

/// The images that a search in latent space is to come close to, and how much each of their pixels counts. The images
/// stay bytes, of which a search makes values for one batch at a time.
public struct SearchTargets {
  private let images: ImageSet
  private let context: ComputeContext
  /// The weight of every value, the same for all images; they add up to 1.
  let weights: Tensor

  /// Targets with a weight for each pixel, of which at least one is positive and none negative. If `nil`, all pixels
  /// count alike.
  public init(_ images: ImageSet, weights: [Float]? = nil, _ context: ComputeContext) {
    let shape = images.shape
    let weights = weights ?? [Float](repeating: 1, count: shape.pixels)
    precondition(weights.count == shape.pixels)
    self.images = images
    self.context = context
    self.weights = Tensor(shape)
    let sum = weights.reduce(0.0) { $0 + Double($1) } * Double(shape.channels)
    self.weights.values = weights.flatMap {
      [Float](repeating: Float(Double($0) / sum), count: shape.channels)
    }
  }

  /// The number of images.
  var count: Int { images.count }

  /// Writes the images of some places, as many as `batch` holds, as values -1 ... 1.
  func load(_ places: [Int], into batch: Tensor) {
    precondition(places.count == batch.shape.images)
    let size = weights.count
    for (index, place) in places.enumerated() {
      context.loadPixels(
        images[place],
        into: batch.window(start: index * size, shape: weights.shape))
    }
  }
}

/// Some of the targets, as values.
struct SearchBatch {
  /// The images, with values -1 ... 1.
  let images: Tensor
  /// The weight of every value, for all of them.
  let weights: Tensor
}
