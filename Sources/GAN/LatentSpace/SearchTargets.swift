import FileFormats
import TensorCore

/// The images that a search in latent space is to come close to, and how much each of their pixels counts.
public struct SearchTargets {
  /// The images, with values -1 ... 1.
  let images: Tensor
  /// The weight of every value; those of an image add up to 1.
  let weights: Tensor

  /// Targets whose pixels all count alike.
  public init(_ images: IDXImages, _ context: ComputeContext) {
    let pixels = images.rows * images.columns
    self.init(
      images, weights: [[Float]](repeating: [Float](repeating: 1, count: pixels), count: images.count), context)
  }

  /// Targets with a weight for each pixel of each image, of which at least one an image is positive and none negative.
  public init(_ images: IDXImages, weights: [[Float]], _ context: ComputeContext) {
    let shape = Shape(
      images: images.count, height: images.rows, width: images.columns, channels: images.channels)
    precondition(weights.count == images.count && weights.allSatisfy { $0.count == shape.height * shape.width })
    self.images = Tensor(shape)
    self.weights = Tensor(shape)
    context.loadPixels(images.bytes[...], into: self.images)
    self.weights.values = weights.flatMap { weights in
      let sum = weights.reduce(0.0) { $0 + Double($1) } * Double(shape.channels)
      return weights.flatMap { [Float](repeating: Float(Double($0) / sum), count: shape.channels) }
    }
  }

  init(images: Tensor, weights: Tensor) {
    self.images = images
    self.weights = weights
  }

  /// A single one of the targets.
  func image(_ place: Int) -> SearchTargets {
    let shape = images.shape.with(images: 1)
    return SearchTargets(
      images: images.window(start: place * shape.count, shape: shape),
      weights: weights.window(start: place * shape.count, shape: shape))
  }

  /// The number of images.
  var count: Int { images.shape.images }
}
