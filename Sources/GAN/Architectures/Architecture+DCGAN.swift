import NeuralNetwork
import TensorCore

// The networks of the DCGAN paper. `image` is one image, whose extents the generator's doublings must divide;
// `baseChannels` is the width of the narrowest layers.
extension Architecture {
  /// The default: the networks of Radford et al. (2016) for images of 28 x 28 pixels, such as Fashion-MNIST's.
  ///
  /// About 250 million multiply-adds an image and training step. Extents are multiples of 4.
  public static func dcgan28(
    image: Shape = Preset.dcgan28.defaultImage, latentSize: Int = 100, baseChannels width: Int = 64
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
    image: Shape = Preset.dcgan64.defaultImage, latentSize: Int = 100, baseChannels: Int = 64
  ) -> Architecture {
    dcgan(.dcgan64, widths: [8, 4, 2, 1].map { $0 * baseChannels }, image: image, latentSize: latentSize)
  }

  /// ``dcgan64(image:latentSize:baseChannels:)`` with one stage less, for images of 32 x 32 pixels. Extents are
  /// multiples of 8.
  public static func dcgan32(
    image: Shape = Preset.dcgan32.defaultImage, latentSize: Int = 100, baseChannels: Int = 64
  ) -> Architecture {
    dcgan(.dcgan32, widths: [4, 2, 1].map { $0 * baseChannels }, image: image, latentSize: latentSize)
  }

  /// A grid of the first width, doubled once for each further width and once for the image; and its mirror image.
  private static func dcgan(_ preset: Preset, widths: [Int], image: Shape, latentSize: Int) -> Architecture {
    let factor = preset.extentFactor
    let grid = Shape(height: image.height / factor, width: image.width / factor, channels: widths[0])
    // Where the grid is the paper's, the layers are too; a linear layer does the same for any other.
    let first: [LayerDescription] =
      grid.isPaperGrid
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
}
