import NeuralNetwork
import TensorCore

/// The network that tells real images from fake ones, D: from [images, height, width, channels] with values -1 ... 1 to
/// a logit for each image, [images, 1]. The logistic function of a logit is the probability that the image is real.
public final class Discriminator {
  /// The layers and their memory.
  public let network: Sequential

  /// Takes the memory of a discriminator.
  ///
  /// - Throws: ``ArchitectureError`` if the architecture does not fit together.
  public init(
    _ architecture: Architecture, maximumImages: Int, purpose: Sequential.Purpose,
    convolutionMethod: ConvolutionMethod, _ context: ComputeContext
  ) throws(ArchitectureError) {
    network = Sequential(
      try architecture.discriminatorPlan(), name: "discriminator", maximumImages: maximumImages, purpose: purpose,
      convolutionMethod: convolutionMethod, context)
  }
}
