import NeuralNetwork
import TensorCore

// `image` is one image, whose extents the generator's doublings must divide; `baseChannels` is the width of the
// narrowest layers.
extension Architecture {
  /// The networks of Chen et al. (2016, "InfoGAN") as Lucic et al. (2018, "Are GANs Created Equal?") compare them.
  /// Batch normalisation behind a fully connected layer is per feature. Extents are multiples of 4.
  public static func infogan28(
    image: Shape = Preset.infogan28.defaultImage, latentSize: Int = 64, baseChannels width: Int = 64
  ) -> Architecture {
    let grid = Shape(height: image.height / 4, width: image.width / 4, channels: 2 * width)
    return Architecture(
      name: Preset.infogan28.rawValue, latentSize: latentSize, image: image,
      generator: [
        .linear(outputs: 16 * width, bias: false), .batchNorm, .relu,
        .linear(outputs: grid.imageCount, bias: false), .batchNorm, .relu,
        .reshape(height: grid.height, width: grid.width, channels: grid.channels),
        .doubling(width), .batchNorm, .relu,
        .doubling(image.channels, bias: true), .tanh,
      ],
      discriminator: [
        .halving(width, bias: true), .leakyReLU(slope: 0.2),
        .halving(2 * width), .batchNorm, .leakyReLU(slope: 0.2),
        .linear(outputs: 16 * width, bias: false), .batchNorm, .leakyReLU(slope: 0.2),
        .linear(outputs: 1, bias: true),
      ])
  }
}
