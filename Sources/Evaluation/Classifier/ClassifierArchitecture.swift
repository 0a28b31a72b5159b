import NeuralNetwork
import TensorCore

/// The layers of the classifier: strided convolutions down to a small grid, a layer of features, and one logit a class.
enum ClassifierArchitecture {
  /// Raised at every change of layers, training or rounding that changes a feature; features of different versions are
  /// never compared.
  static let version = 2
  /// How it computes, so that published figures can be repeated whatever becomes of the kernels.
  static let convolutionMethod = ConvolutionMethod.lasting
  /// Values of a feature vector.
  static let featureCount = 64

  /// The network from an image to its features.
  ///
  /// - Throws: ``NeuralNetwork/NetworkPlanError`` if images of this shape are beyond the limits of a network.
  static func features(_ image: Shape) throws(NetworkPlanError) -> NetworkPlan {
    var layers: [LayerDescription] = []
    var side = min(image.height, image.width)
    var channels = firstChannels
    func add(kernelSize: Int, stride: Int, padding: Padding) {
      layers += [
        .convolution(
          ConvolutionDescription(
            channels: channels, kernelSize: kernelSize, stride: stride, padding: padding, bias: false)),
        .batchNorm, .leakyReLU(slope: slope),
      ]
    }
    while side > largestGrid || layers.isEmpty && side > 1 {
      add(kernelSize: 4, stride: 2, padding: 1)
      channels = min(3 * channels, mostChannels)
      side /= 2
    }
    add(kernelSize: 3, stride: 1, padding: 1)
    layers += [.linear(outputs: featureCount, bias: false), .batchNorm, .leakyReLU(slope: slope)]
    return try NetworkPlan(input: image, layers: layers)
  }

  /// The layer from features to logits.
  ///
  /// - Throws: ``NeuralNetwork/NetworkPlanError`` if there are too many classes.
  static func head(classes: Int) throws(NetworkPlanError) -> NetworkPlan {
    try NetworkPlan(input: Shape(channels: featureCount), layers: [.linear(outputs: classes, bias: true)])
  }

  private static let firstChannels = 32
  private static let mostChannels = 96
  private static let slope: Float = 0.1
  /// Grids of this side are small enough for the layer of features.
  private static let largestGrid = 7
}
