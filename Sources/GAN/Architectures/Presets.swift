import NeuralNetwork
import TensorCore

// The networks of the DCGAN paper and its relatives. `image` is one image, whose extents the generator's doublings must
// divide; `baseChannels` is the width of the narrowest layers.
extension Architecture {
  /// The default: the networks of Radford et al. (2016) for images of 28 x 28 pixels, such as Fashion-MNIST's.
  ///
  /// About 250 million multiply-adds an image and training step. Extents are multiples of 4.
  public static func dcgan28(
    image: Shape = Preset.dcgan28.usualImage, latentSize: Int = 100, baseChannels width: Int = 64
  ) -> Architecture {
    let grid = Shape(height: image.height / 4, width: image.width / 4, channels: 4 * width)
    return Architecture(
      name: Preset.dcgan28.rawValue, latentSize: latentSize, image: image,
      generator: .projection(to: grid) + [
        .batchNorm, .relu,
        .doubling(2 * width), .batchNorm, .relu,
        .doubling(width), .batchNorm, .relu,
        .convolution(ConvolutionDescription(channels: image.channels, kernelSize: 3, padding: 1, bias: true)), .tanh,
      ],
      discriminator: [
        .halving(width, bias: true), .leakyReLU(slope: 0.2),
        .halving(2 * width), .batchNorm, .leakyReLU(slope: 0.2),
        .convolution(ConvolutionDescription(channels: 4 * width, kernelSize: 3, stride: 2, padding: 1, bias: false)),
        .batchNorm, .leakyReLU(slope: 0.2),
        .verdict(
          on: Shape(height: (grid.height + 1) / 2, width: (grid.width + 1) / 2, channels: 4 * width), bias: true),
      ])
  }

  /// The networks of Radford et al. (2016) for images of 64 x 64 pixels, with half its channels as in pytorch/examples,
  /// or with `baseChannels` 128 all of them. Extents are multiples of 16.
  public static func dcgan64(
    image: Shape = Preset.dcgan64.usualImage, latentSize: Int = 100, baseChannels: Int = 64
  ) -> Architecture {
    dcgan(.dcgan64, widths: [8, 4, 2, 1].map { $0 * baseChannels }, image: image, latentSize: latentSize)
  }

  /// ``dcgan64(image:latentSize:baseChannels:)`` with one stage less, for images of 32 x 32 pixels. Extents are
  /// multiples of 8.
  public static func dcgan32(
    image: Shape = Preset.dcgan32.usualImage, latentSize: Int = 100, baseChannels: Int = 64
  ) -> Architecture {
    dcgan(.dcgan32, widths: [4, 2, 1].map { $0 * baseChannels }, image: image, latentSize: latentSize)
  }

  /// A grid of the first width, doubled once for each further width and once for the image; and its mirror image.
  private static func dcgan(_ preset: Preset, widths: [Int], image: Shape, latentSize: Int) -> Architecture {
    let factor = preset.extentFactor
    let grid = Shape(height: image.height / factor, width: image.width / factor, channels: widths[0])
    // Where the grid is the paper's, the layers are too; a linear layer does the same for any other.
    let first: [LayerDescription] =
      grid.isPapers
      ? [
        .transposedConvolution(
          ConvolutionDescription(channels: grid.channels, kernelSize: 4, bias: false), outputPadding: 0)
      ] : .projection(to: grid)
    return Architecture(
      name: preset.rawValue, latentSize: latentSize, image: image,
      generator: first + [.batchNorm, .relu]
        + widths.dropFirst().flatMap { [.doubling($0), .batchNorm, .relu] }
        + [.doubling(image.channels), .tanh],
      discriminator: widths.reversed().enumerated().flatMap { stage, width -> [LayerDescription] in
        [.halving(width)] + (stage == 0 ? [] : [.batchNorm]) + [.leakyReLU(slope: 0.2)]
      } + [.verdict(on: grid, bias: false)])
  }

  /// The networks of Chen et al. (2016, "InfoGAN") as Lucic et al. (2018, "Are GANs Created Equal?") compare them.
  /// Batch normalisation behind a fully connected layer is per feature. Extents are multiples of 4.
  public static func infogan28(
    image: Shape = Preset.infogan28.usualImage, latentSize: Int = 64, baseChannels width: Int = 64
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

extension Shape {
  /// Whether a grid has the extents of the paper's smallest, 4 x 4 pixels.
  fileprivate var isPapers: Bool { height == 4 && width == 4 }
}

extension LayerDescription {
  /// A convolution that halves both extents.
  fileprivate static func halving(_ channels: Int, bias: Bool = false) -> LayerDescription {
    .convolution(ConvolutionDescription(channels: channels, kernelSize: 4, stride: 2, padding: 1, bias: bias))
  }

  /// A transposed convolution that doubles both extents.
  fileprivate static func doubling(_ channels: Int, bias: Bool = false) -> LayerDescription {
    .transposedConvolution(
      ConvolutionDescription(channels: channels, kernelSize: 4, stride: 2, padding: 1, bias: bias), outputPadding: 0)
  }

  /// One value from a whole grid: a convolution over the paper's grid, and the linear layer that it is over any other.
  fileprivate static func verdict(on grid: Shape, bias: Bool) -> LayerDescription {
    grid.isPapers
      ? .convolution(ConvolutionDescription(channels: 1, kernelSize: 4, bias: bias)) : .linear(outputs: 1, bias: bias)
  }
}

extension [LayerDescription] {
  /// A linear layer whose outputs are a grid.
  fileprivate static func projection(to grid: Shape) -> [LayerDescription] {
    [
      .linear(outputs: grid.height * grid.width * grid.channels, bias: false),
      .reshape(height: grid.height, width: grid.width, channels: grid.channels),
    ]
  }
}
