import NeuralNetwork
import TensorCore

/// A pair of networks known by name, made to the size of the images.
public enum Preset: String, CaseIterable, Sendable {
  /// The paper's networks in the size of Fashion-MNIST: the default.
  case dcgan28
  /// The networks of Radford et al. (2016).
  case dcgan64
  /// Those with one stage less.
  case dcgan32
  /// Those of ``dcgan28`` with a discriminator that has biases in place of batch normalisation, for gradient penalties.
  case plain28
  /// Those of ``plain28`` with a discriminator whose weights are spectrally normalised.
  case spectral28
  /// The networks of InfoGAN (Chen et al., 2016), which published comparisons on Fashion-MNIST use.
  case infogan28
  /// The plain GAN (Goodfellow et al., 2014): no convolution anywhere.
  case gan
  /// A fully connected generator against a convolutional discriminator.
  case mlpConv = "mlp-conv"
  /// Fully connected layers, then up-sampling and convolutions, against a convolutional discriminator.
  case denseConv = "dense-conv"

  /// What it is, in a few words.
  public var summary: String {
    switch self {
    case .dcgan28: "the DCGAN paper's networks for 28x28"
    case .plain28: "dcgan28, no batch norm in the discriminator"
    case .spectral28: "dcgan28, spectral norm in the discriminator"
    case .dcgan64: "the DCGAN paper's networks"
    case .dcgan32: "the DCGAN paper's networks, one stage less"
    case .infogan28: "InfoGAN's networks"
    case .gan: "the plain GAN, all fully connected"
    case .mlpConv: "fully connected against convolutions"
    case .denseConv: "fully connected, up-sampling, convolutions"
    }
  }

  /// The images that it is named after or known by.
  public var defaultImage: Shape {
    switch self {
    case .dcgan64: Shape(height: 64, width: 64, channels: 3)
    case .dcgan32: Shape(height: 32, width: 32, channels: 3)
    default: Shape(height: 28, width: 28, channels: 1)
    }
  }

  /// The size of latent vectors, unless another is wished.
  public var defaultLatentSize: Int { self == .infogan28 ? 64 : 100 }

  /// What height and width of its images are multiples of: two to the number of times that its generator doubles them.
  public var extentFactor: Int {
    switch self {
    case .dcgan64: 16
    case .dcgan32: 8
    case .dcgan28, .plain28, .spectral28, .infogan28, .denseConv: 4
    case .gan, .mlpConv: 1
    }
  }

  /// The unit of all widths of a preset, the channels of its narrowest convolution, unless another is wished.
  public static let defaultBaseChannels = 64
  /// The widths that can be wished for.
  public static let possibleBaseChannels = 1...1024

  /// The networks for images of a shape.
  ///
  /// - Parameters:
  ///   - image: one image; ``defaultImage`` if `nil`.
  ///   - latentSize: values of a latent vector; ``defaultLatentSize`` if `nil`.
  ///   - baseChannels: the unit of all widths, one of ``possibleBaseChannels``.
  /// - Returns: the networks.
  /// - Throws: ``ArchitectureError`` if the preset does not fit the images, with the nearest sizes that it fits.
  public func architecture(
    image: Shape? = nil, latentSize: Int? = nil, baseChannels: Int = defaultBaseChannels
  ) throws(ArchitectureError) -> Architecture {
    let image = image ?? defaultImage
    try check(image)
    let latentSize = latentSize ?? defaultLatentSize
    let make =
      switch self {
      case .dcgan28: Architecture.dcgan28
      case .plain28: Architecture.plain28
      case .spectral28: Architecture.spectral28
      case .dcgan64: Architecture.dcgan64
      case .dcgan32: Architecture.dcgan32
      case .infogan28: Architecture.infogan28
      case .gan: Architecture.gan
      case .mlpConv: Architecture.mlpConv
      case .denseConv: Architecture.denseConv
      }
    let architecture = make(image, latentSize, baseChannels)
    _ = try architecture.generatorPlan()
    _ = try architecture.discriminatorPlan()
    return architecture
  }

  /// The preset for images of a shape whose user names none: the DCGAN with the most stages that still begins with at
  /// least 4 x 4 pixels, or that with the fewest; `nil` if the size fits none.
  public static func fitting(_ image: Shape) -> Preset? {
    let fitting = [dcgan64, dcgan32, dcgan28].filter { $0.fits(image) }
    return fitting.first { min(image.height, image.width) / $0.extentFactor >= 4 } ?? fitting.last
  }

  /// Whether images of a shape have a height and a width that its generator can make.
  public func fits(_ image: Shape) -> Bool { image.height % extentFactor == 0 && image.width % extentFactor == 0 }

  private func check(_ image: Shape) throws(ArchitectureError) {
    if fits(image) { return }
    func below(_ extent: Int) -> Int { max(1, extent / extentFactor) * extentFactor }
    func above(_ extent: Int) -> Int { (extent + extentFactor - 1) / extentFactor * extentFactor }
    let sizes = [
      "\(below(image.height))x\(below(image.width))", "\(above(image.height))x\(above(image.width))",
    ]
    let nearest = sizes[0] == sizes[1] ? "size is \(sizes[0])" : "sizes are \(sizes[0]) and \(sizes[1])"
    let others = Self.allCases.filter { $0.fits(image) }.map(\.rawValue).joined(separator: ", ")
    throw ArchitectureError(
      "The architecture \(rawValue) makes images whose height and width are multiples of \(extentFactor), and these "
        + "are \(image.height)x\(image.width). The nearest \(nearest); these fit as they are: \(others).")
  }
}
