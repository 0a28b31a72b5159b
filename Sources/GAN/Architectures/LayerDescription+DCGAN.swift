import NeuralNetwork
import TensorCore

// The layers that the networks of DCGAN and InfoGAN are made of.

extension Shape {
  /// Whether a grid has the extents of the paper's smallest, 4 x 4 pixels.
  var isPaperGrid: Bool { height == 4 && width == 4 }
}

extension LayerDescription {
  /// A convolution that halves both extents.
  static func halving(_ channels: Int, bias: Bool = false) -> LayerDescription {
    .convolution(ConvolutionDescription(channels: channels, kernelSize: 4, stride: 2, padding: 1, bias: bias))
  }

  /// A transposed convolution that doubles both extents.
  static func doubling(_ channels: Int, bias: Bool = false) -> LayerDescription {
    .transposedConvolution(
      ConvolutionDescription(channels: channels, kernelSize: 4, stride: 2, padding: 1, bias: bias), outputPadding: 0)
  }

  /// One value from a whole grid: a convolution over the paper's grid, and the linear layer that it is over any other.
  static func verdict(on grid: Shape, bias: Bool) -> LayerDescription {
    grid.isPaperGrid
      ? .convolution(ConvolutionDescription(channels: 1, kernelSize: 4, bias: bias)) : .linear(outputs: 1, bias: bias)
  }
}

extension [LayerDescription] {
  /// A linear layer whose outputs are a grid.
  static func projection(to grid: Shape) -> [LayerDescription] {
    [
      .linear(outputs: grid.height * grid.width * grid.channels, bias: false),
      .reshape(height: grid.height, width: grid.width, channels: grid.channels),
    ]
  }
}
