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
    dcgan28(.dcgan28, image: image, latentSize: latentSize, width: width) {
      [[.halving(width, bias: true)], [.halving(2 * width), .batchNorm], [$0(false), .batchNorm]]
    }
  }

  /// ``dcgan28(image:latentSize:baseChannels:)`` with a discriminator that has biases in place of batch normalisation:
  /// a gradient penalty needs one whose verdict on an image depends on no other.
  public static func plain28(
    image: Shape = Preset.plain28.defaultImage, latentSize: Int = 100, baseChannels width: Int = 64
  ) -> Architecture {
    dcgan28(.plain28, image: image, latentSize: latentSize, width: width) {
      [[.halving(width, bias: true)], [.halving(2 * width, bias: true)], [$0(true)]]
    }
  }

  /// ``plain28(image:latentSize:baseChannels:)`` with every weight of the discriminator spectrally normalised (Miyato
  /// et al., 2018).
  public static func spectral28(
    image: Shape = Preset.spectral28.defaultImage, latentSize: Int = 100, baseChannels: Int = 64
  ) -> Architecture {
    var architecture = plain28(image: image, latentSize: latentSize, baseChannels: baseChannels)
    architecture.name = Preset.spectral28.rawValue
    architecture.discriminator = architecture.discriminator.map(\.spectrallyNormalized)
    return architecture
  }

  /// The networks of 28 x 28 pixels. `stages` makes the discriminator's layers up to each of its three rectifiers, and
  /// is given what makes the last convolution before the verdict.
  private static func dcgan28(
    _ preset: Preset, image: Shape, latentSize: Int, width: Int,
    stages: (_ last: (_ bias: Bool) -> LayerDescription) -> [[LayerDescription]]
  ) -> Architecture {
    let grid = Shape(height: image.height / 4, width: image.width / 4, channels: 4 * width)
    func last(bias: Bool) -> LayerDescription {
      .convolution(ConvolutionDescription(channels: 4 * width, kernelSize: 3, stride: 2, padding: 1, bias: bias))
    }
    return Architecture(
      name: preset.rawValue, latentSize: latentSize, image: image,
      generator: .projection(to: grid) + [
        .batchNorm, .relu,
        .doubling(2 * width), .batchNorm, .relu,
        .doubling(width), .batchNorm, .relu,
        .convolution(ConvolutionDescription(channels: image.channels, kernelSize: 3, padding: 1, bias: true)), .tanh,
      ],
      discriminator: stages(last).flatMap { $0 + [.leakyReLU(slope: 0.2)] } + [
        .verdict(
          on: Shape(height: (grid.height + 1) / 2, width: (grid.width + 1) / 2, channels: 4 * width), bias: true)
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
