import NeuralNetwork
import TensorCore

// The networks that a DCGAN is compared with. `image` is one image; `baseChannels` is the width of the narrowest
// convolution, and fully connected layers are in proportion.
extension Architecture {
  /// The plain GAN (Goodfellow et al., 2014), all fully connected. Images of any size.
  public static func gan(
    image: Shape = Preset.gan.defaultImage, latentSize: Int = 100, baseChannels width: Int = 64
  ) -> Architecture {
    Architecture(
      name: Preset.gan.rawValue, latentSize: latentSize, image: image,
      generator: perceptron(image, width, .leakyReLU(slope: 0.2)),
      discriminator: [
        .linear(outputs: 8 * width, bias: true), .leakyReLU(slope: 0.2),
        .linear(outputs: 4 * width, bias: true), .leakyReLU(slope: 0.2),
        .linear(outputs: 1, bias: true),
      ])
  }

  /// A fully connected generator against a convolutional discriminator, without any batch normalisation. Images of any
  /// size.
  public static func mlpConv(
    image: Shape = Preset.mlpConv.defaultImage, latentSize: Int = 100, baseChannels width: Int = 64
  ) -> Architecture {
    func halving(_ channels: Int) -> LayerDescription {
      .convolution(ConvolutionDescription(channels: channels, kernelSize: 3, stride: 2, padding: 1, bias: true))
    }
    return Architecture(
      name: Preset.mlpConv.rawValue, latentSize: latentSize, image: image,
      generator: perceptron(image, width, .relu),
      discriminator: [
        halving(width), .leakyReLU(slope: 0.2),
        halving(2 * width), .leakyReLU(slope: 0.2),
        .linear(outputs: 1, bias: true),
      ])
  }

  /// Fully connected layers, then two nearest-neighbour up-samplings and convolutions, against convolutions with "same"
  /// padding. Batch normalisation behind a fully connected layer is per feature. Extents are multiples of 4.
  public static func denseConv(
    image: Shape = Preset.denseConv.defaultImage, latentSize: Int = 100, baseChannels width: Int = 64
  ) -> Architecture {
    let grid = Shape(height: image.height / 4, width: image.width / 4, channels: 4 * width)
    func dense(_ outputs: Int) -> [LayerDescription] {
      [.linear(outputs: outputs, bias: false), .batchNorm, .leakyReLU(slope: 0.2)]
    }
    let refinement: [LayerDescription] = [
      .convolution(ConvolutionDescription(channels: 2 * width, kernelSize: 3, padding: 1, bias: false)),
      .batchNorm, .leakyReLU(slope: 0.2),
    ]
    return Architecture(
      name: Preset.denseConv.rawValue, latentSize: latentSize, image: image,
      generator: [4, 8, 16].flatMap { dense($0 * width) } + [
        .linear(outputs: grid.height * grid.width * grid.channels, bias: true), .relu, .batchNorm,
        .reshape(height: grid.height, width: grid.width, channels: grid.channels),
        .upsampling(scale: 2), .upsampling(scale: 2),
      ] + refinement + refinement + refinement + [
        .convolution(ConvolutionDescription(channels: image.channels, kernelSize: 7, padding: 3, bias: true)), .tanh,
      ],
      discriminator: sameHalvings(image, [width, 2 * width, 4 * width]) + [.linear(outputs: 1, bias: true)])
  }

  /// Fully connected layers from a latent vector to an image.
  private static func perceptron(_ image: Shape, _ width: Int, _ activation: LayerDescription) -> [LayerDescription] {
    [4, 8, 16].flatMap { [.linear(outputs: $0 * width, bias: true), activation] } + [
      .linear(outputs: image.height * image.width * image.channels, bias: true),
      .reshape(height: image.height, width: image.width, channels: image.channels), .tanh,
    ]
  }

  /// Convolutions of 3 x 3 taps that halve both extents, rounded up, by TensorFlow's "same" padding.
  private static func sameHalvings(_ image: Shape, _ channels: [Int]) -> [LayerDescription] {
    var (height, width) = (image.height, image.width)
    return channels.flatMap { channels -> [LayerDescription] in
      let padding = Padding.same(height: height, width: width, kernelSize: 3, stride: 2)
      (height, width) = ((height + 1) / 2, (width + 1) / 2)
      return [
        .convolution(
          ConvolutionDescription(channels: channels, kernelSize: 3, stride: 2, padding: padding, bias: true)),
        .leakyReLU(slope: 0.2),
      ]
    }
  }
}
