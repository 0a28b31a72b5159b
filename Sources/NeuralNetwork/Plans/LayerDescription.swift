import TensorCore

/// A layer of a network as data, without weights: what an architecture is written down as.
public enum LayerDescription: Hashable, Sendable {
  /// A fully connected layer. An image with rows and columns is flattened first.
  case linear(outputs: Int, bias: Bool)
  /// The values of an image as another grid of the same size. In and out of the flat form, values count in PyTorch's
  /// order: channels, rows, columns.
  case reshape(height: Int, width: Int, channels: Int)
  /// A convolution (cross-correlation, as everywhere in this field).
  case convolution(ConvolutionDescription)
  /// A transposed convolution: the adjoint of a convolution in its input.
  case transposedConvolution(ConvolutionDescription, outputPadding: Int)
  /// Nearest-neighbour up-sampling: every pixel becomes `scale` x `scale` equal ones.
  case upsampling(scale: Int)
  /// Batch normalisation of each channel over images, rows and columns. The outputs of a linear layer that are not
  /// reshaped yet are channels: each is normalised by itself, over the images.
  case batchNorm
  /// `max(x, 0)`.
  case relu
  /// `x` where positive and `slope * x` elsewhere.
  case leakyReLU(slope: Float)
  /// The hyperbolic tangent.
  case tanh

  /// Whether the layer treats every value on its own.
  var isActivation: Bool {
    switch self {
    case .relu, .leakyReLU, .tanh: true
    default: false
    }
  }
}

/// What a convolution and a transposed convolution have in common.
public struct ConvolutionDescription: Hashable, Sendable {
  /// Output channels.
  public var channels: Int
  /// Taps along one side of the square kernel.
  public var kernelSize: Int
  /// Pixels of the dense grid from a pixel of the strided grid to the next.
  public var stride: Int
  /// Zeros around the dense grid.
  public var padding: Padding
  /// Whether a bias is added for each output channel.
  public var bias: Bool

  /// Creates a description.
  public init(channels: Int, kernelSize: Int, stride: Int = 1, padding: Padding = 0, bias: Bool) {
    self.channels = channels
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.bias = bias
  }
}
