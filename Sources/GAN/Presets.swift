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
}
