import NeuralNetwork
import TensorCore

extension Architecture {
  /// The default: the network of Radford et al. (2016) for images of 28 x 28 pixels, such as Fashion-MNIST's.
  ///
  /// About 250 million multiply-adds an image and training step.
  public static func dcgan28(latentSize: Int = 100, channels: Int = 1) -> Architecture {
    Architecture(
      name: "dcgan28", latentSize: latentSize, image: Shape(height: 28, width: 28, channels: channels),
      generator: [
        .linear(outputs: 7 * 7 * 256, bias: false),
        .reshape(height: 7, width: 7, channels: 256),
        .batchNorm,
        .relu,
        .transposedConvolution(
          ConvolutionDescription(channels: 128, kernelSize: 4, stride: 2, padding: 1, bias: false), outputPadding: 0),
        .batchNorm,
        .relu,
        .transposedConvolution(
          ConvolutionDescription(channels: 64, kernelSize: 4, stride: 2, padding: 1, bias: false), outputPadding: 0),
        .batchNorm,
        .relu,
        .convolution(ConvolutionDescription(channels: channels, kernelSize: 3, padding: 1, bias: true)),
        .tanh,
      ],
      discriminator: [
        .convolution(ConvolutionDescription(channels: 64, kernelSize: 4, stride: 2, padding: 1, bias: true)),
        .leakyReLU(slope: 0.2),
        .convolution(ConvolutionDescription(channels: 128, kernelSize: 4, stride: 2, padding: 1, bias: false)),
        .batchNorm,
        .leakyReLU(slope: 0.2),
        .convolution(ConvolutionDescription(channels: 256, kernelSize: 3, stride: 2, padding: 1, bias: false)),
        .batchNorm,
        .leakyReLU(slope: 0.2),
        .convolution(ConvolutionDescription(channels: 1, kernelSize: 4, bias: true)),
      ])
  }

  /// The network of pytorch/examples' dcgan for images of 64 x 64 pixels: the paper's, with half its channels.
  public static func dcgan64(latentSize: Int = 100, channels: Int = 3) -> Architecture {
    func halving(_ channels: Int) -> LayerDescription {
      .convolution(ConvolutionDescription(channels: channels, kernelSize: 4, stride: 2, padding: 1, bias: false))
    }
    func doubling(_ channels: Int) -> LayerDescription {
      .transposedConvolution(
        ConvolutionDescription(channels: channels, kernelSize: 4, stride: 2, padding: 1, bias: false), outputPadding: 0)
    }
    return Architecture(
      name: "dcgan64", latentSize: latentSize, image: Shape(height: 64, width: 64, channels: channels),
      generator: [
        .transposedConvolution(ConvolutionDescription(channels: 512, kernelSize: 4, bias: false), outputPadding: 0),
        .batchNorm, .relu,
        doubling(256), .batchNorm, .relu,
        doubling(128), .batchNorm, .relu,
        doubling(64), .batchNorm, .relu,
        doubling(channels), .tanh,
      ],
      discriminator: [
        halving(64), .leakyReLU(slope: 0.2),
        halving(128), .batchNorm, .leakyReLU(slope: 0.2),
        halving(256), .batchNorm, .leakyReLU(slope: 0.2),
        halving(512), .batchNorm, .leakyReLU(slope: 0.2),
        .convolution(ConvolutionDescription(channels: 1, kernelSize: 4, bias: false)),
      ])
  }
}
