import GAN
import NeuralNetwork
import TensorCore

/// What a search in latent space makes small: the weighted mean of the squared differences between the generated and
/// the wanted image, a prior on the latent's length, and the discriminator's verdict.
final class SearchObjective {
  private let generator: Sequential
  private let discriminator: Sequential?
  private let variance: Float
  private let settings: SearchSettings
  private let context: ComputeContext

  // For a whole batch, of which smaller ones use the beginning.
  private let imageGradient: Tensor
  private let squares: Tensor
  private let batchImages: Tensor
  private let logitGradient: Tensor
  private let verdict: BinaryCrossEntropyOperation

  init(
    generator: Sequential, discriminator: Sequential?, distribution: LatentDistribution, _ settings: SearchSettings,
    _ context: ComputeContext
  ) {
    self.generator = generator
    self.discriminator = discriminator
    variance = distribution.variance
    self.settings = settings
    self.context = context
    let images = generator.maximumImages
    let shape = generator.plan.output.with(images: images)
    imageGradient = Tensor(shape)
    batchImages = Tensor(shape)
    squares = Tensor(Shape(images: images, channels: 1))
    logitGradient = Tensor(Shape(images: images, channels: 1))
    verdict = BinaryCrossEntropyOperation(images: 1)
  }

  /// The targets of a batch of latents, by their places. They stay valid until the next call.
  func batch(_ places: [Int], of targets: SearchTargets) -> SearchBatch {
    let images = batchImages.prefix(images: places.count)
    targets.load(places, into: images)
    return SearchBatch(images: images, weights: targets.weights)
  }

  /// The weighted mean squared difference of each image from its target, or from one that is common to all.
  func errors(_ images: Tensor, _ targets: SearchBatch) -> [Double] {
    let count = images.shape.images
    let squares = squares.prefix(images: count)
    context.weightedSquares(
      images, targets.images, weights: targets.weights, sums: squares, gradient: imageGradient.prefix(images: count))
    return squares.values.map(Double.init)
  }

  /// Writes the gradient of the objective with respect to every latent.
  func gradient(_ latents: Tensor, _ targets: SearchBatch, into gradients: Tensor) {
    let count = latents.shape.images
    let images = generator.forward(latents, .inference)
    let imageGradient = imageGradient.prefix(images: count)
    context.weightedSquares(
      images, targets.images, weights: targets.weights, sums: squares.prefix(images: count), gradient: imageGradient)
    if let discriminator { addVerdict(on: images, discriminator, to: imageGradient) }
    guard
      let latentGradient = generator.backward(imageGradient, addsParameterGradients: false, needsInputGradient: true)
    else { preconditionFailure("the generator was made for the gradient of its input") }
    gradients.values = latentGradient.values
    addPrior(latents, to: gradients)
  }

  /// The gradient of `log(1 - D)` is minus that of the cross entropy with the target 0. It is taken for one image at a
  /// time: the mean over a batch would be rounded otherwise for every size of the batch.
  private func addVerdict(on images: Tensor, _ discriminator: Sequential, to imageGradient: Tensor) {
    let count = images.shape.images
    let logitGradient = logitGradient.prefix(images: count)
    let logits = discriminator.forward(images, .inference)
    for image in 0..<count {
      let one = Shape(channels: 1)
      _ = verdict(
        logits.window(start: image, shape: one), target: 0, gradient: logitGradient.window(start: image, shape: one),
        context)
    }
    guard
      let gradient = discriminator.backward(logitGradient, addsParameterGradients: false, needsInputGradient: true)
    else { preconditionFailure("the discriminator was made for the gradient of its input") }
    context.add(gradient, times: -Float(settings.realism), to: imageGradient)
  }

  /// Latents of `d` values with variance v lie near a sphere: |z|^2 is d v on average and varies little. The penalty is
  /// `prior * (|z|^2 / (d v) - 1)^2`.
  private func addPrior(_ latents: Tensor, to gradients: Tensor) {
    let size = latents.shape.imageCount
    let expected = Float(size) * variance
    for image in 0..<latents.shape.images {
      var length: Float = 0
      for index in image * size..<(image + 1) * size { length += latents[index] * latents[index] }
      let factor = 4 * Float(settings.prior) * (length / expected - 1) / expected
      for index in image * size..<(image + 1) * size { gradients[index] += factor * latents[index] }
    }
  }
}
