import GAN
import NeuralNetwork
import TensorCore
import Testing

extension Architecture: CustomTestStringConvertible {
  /// The name: the layers would fill the screen.
  public var testDescription: String { name }
}

extension Architecture {
  /// A DCGAN for images of 8 x 8 pixels with every kind of layer, which trains in milliseconds. Its channels fill no
  /// whole vectors, and its larger tensors are more than one chunk of a parallel loop.
  package static let small = Architecture(
    name: "small", latentSize: 5, image: Shape(height: 8, width: 8, channels: 1),
    generator: [
      .linear(outputs: 2 * 2 * 24, bias: false),
      .reshape(height: 2, width: 2, channels: 24),
      .batchNorm,
      .relu,
      .transposedConvolution(.init(channels: 18, kernelSize: 4, stride: 2, padding: 1, bias: false), outputPadding: 0),
      .batchNorm,
      .relu,
      .transposedConvolution(.init(channels: 20, kernelSize: 3, stride: 2, padding: 1, bias: true), outputPadding: 1),
      .batchNorm,
      .relu,
      .convolution(.init(channels: 1, kernelSize: 3, padding: 1, bias: true)),
      .tanh,
    ],
    discriminator: [
      .convolution(.init(channels: 18, kernelSize: 4, stride: 2, padding: 1, bias: true)),
      .leakyReLU(slope: 0.2),
      .convolution(.init(channels: 20, kernelSize: 3, stride: 2, padding: 1, bias: false)),
      .batchNorm,
      .leakyReLU(slope: 0.2),
      .convolution(.init(channels: 1, kernelSize: 2, bias: true)),
    ])

  /// A DCGAN for images of 16 x 16 pixels with two layers whose channels and pixels are such that Winograd's filtering
  /// computes them.
  package static let tiled = Architecture(
    name: "tiled", latentSize: 5, image: Shape(height: 16, width: 16, channels: 1),
    generator: [
      .linear(outputs: 4 * 4 * 32, bias: false),
      .reshape(height: 4, width: 4, channels: 32),
      .batchNorm,
      .relu,
      .transposedConvolution(.init(channels: 16, kernelSize: 4, stride: 2, padding: 1, bias: false), outputPadding: 0),
      .batchNorm,
      .relu,
      .transposedConvolution(.init(channels: 1, kernelSize: 4, stride: 2, padding: 1, bias: true), outputPadding: 0),
      .tanh,
    ],
    discriminator: [
      .convolution(.init(channels: 16, kernelSize: 4, stride: 2, padding: 1, bias: true)),
      .leakyReLU(slope: 0.2),
      .convolution(.init(channels: 32, kernelSize: 4, stride: 2, padding: 1, bias: false)),
      .batchNorm,
      .leakyReLU(slope: 0.2),
      .convolution(.init(channels: 1, kernelSize: 4, bias: true)),
    ])

  /// The fewest numbers that still are a generator and a discriminator with batch normalisation: for tests that treat
  /// every byte of a checkpoint.
  package static let speck = Architecture(
    name: "speck", latentSize: 1, image: Shape(height: 2, width: 2, channels: 1),
    generator: [.linear(outputs: 4, bias: false), .reshape(height: 2, width: 2, channels: 1), .batchNorm, .tanh],
    discriminator: [.convolution(.init(channels: 1, kernelSize: 2, bias: true))])
}
