import TensorCore
import Testing

/// An operation on drawn values whose results can be compared to the bit: between workers, orders, instruction sets and
/// kinds of memory. Extents are odd, and large enough that several workers share them.
struct OperationSample: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Runs the operation on tensors of its own.
  let run: @Sendable (ComputeContext) -> [Float]

  init(_ name: String, _ run: @escaping @Sendable (ComputeContext) -> [Float]) {
    testDescription = name
    self.run = run
  }

  static let all: [OperationSample] = layers + normalizations + elementwise

  /// All three operations of layers that take each way through the engines: blocks, narrow, transposed, wider than one
  /// worker's channels, gradients with exchanged roles, linear.
  private static let layers: [OperationSample] =
    layerShapes.compactMap { $0 }.map { layer($0, .direct) }
    + winogradShapes.compactMap { $0 }.map { layer($0, .winograd) }

  private static let layerShapes: [ConvolutionCase?] = [
    .convolution(height: 9, width: 11, kernelSize: 3, stride: 2, padding: 1, channels: (17, 70), images: 3),
    .convolution(height: 13, width: 15, kernelSize: 3, stride: 1, padding: 1, channels: (33, 3), images: 3),
    .convolution(height: 15, width: 13, kernelSize: 4, stride: 2, padding: 1, channels: (1, 64), images: 3),
    .convolution(height: 3, width: 5, kernelSize: 3, stride: 3, padding: 2, channels: (2, 5), images: 1),
    .convolution(height: 1, width: 1, kernelSize: 1, stride: 1, padding: 0, channels: (150, 600), images: 7),
    .convolution(height: 1, width: 1, kernelSize: 1, stride: 1, padding: 0, channels: (150, 656), images: 7),
    .transposed(
      height: 7, width: 5, kernelSize: 4, stride: 2, padding: 1, outputPadding: 0, channels: (65, 33), images: 3),
    .transposed(
      height: 3, width: 3, kernelSize: 5, stride: 3, padding: 2, outputPadding: 1, channels: (16, 1), images: 2),
  ]

  /// Tiles with and without outputs to spare, more of them than a chunk, and more channels than a slice; products of
  /// polynomials.
  private static let winogradShapes: [ConvolutionCase?] = [
    .convolution(height: 14, width: 12, kernelSize: 4, stride: 2, padding: 1, channels: (16, 80), images: 40),
    .transposed(
      height: 7, width: 6, kernelSize: 4, stride: 2, padding: 1, outputPadding: 0, channels: (32, 144), images: 40),
    .transposed(
      height: 4, width: 8, kernelSize: 4, stride: 2, padding: 1, outputPadding: 0, channels: (80, 16), images: 3),
    .convolution(height: 7, width: 7, kernelSize: 3, stride: 2, padding: 1, channels: (32, 80), images: 70),
  ]

  private static func layer(_ shape: ConvolutionCase, _ method: ConvolutionMethod) -> OperationSample {
    OperationSample("\(shape), \(method)") { context in
      var generator = SeededGenerator(seed: 130)
      let layer = ConvolutionLayer(shape: shape, method: method, context: context)
      let x = generator.floats(shape.input.count)
      let dy = generator.floats(shape.output.count)
      let weights = generator.floats(shape.weightCount)
      let bias = generator.floats(shape.outputChannels)
      let start = generator.floats(shape.weightCount)
      return layer.output(x, weights: weights, bias: bias) + layer.inputGradient(dy, weights: weights)
        + layer.weightGradient(x, dy, start: start)
    }
  }

  /// More rows than one chunk, and channels that do not fill a vector.
  private static let normalizations: [OperationSample] = normalizedShapes.map(normalization)

  private static let normalizedShapes: [Shape] = [
    Shape(images: 3, height: 19, width: 17, channels: 20), Shape(images: 5, height: 3, width: 3, channels: 1100),
    Shape(images: 2, height: 1, width: 1, channels: 5), Shape(images: 3, height: 61, width: 59, channels: 1),
  ]

  private static func normalization(_ shape: Shape) -> OperationSample {
    OperationSample("normalisation of \(shape)") { context in
      var generator = SeededGenerator(seed: 131)
      let x = Tensor(shape, generator.floats(shape.count))
      let y = Tensor(shape)
      let dy = Tensor(shape, generator.floats(shape.count))
      let sums = Tensor(generator.floats(shape.channels))
      ChannelSumOperation(maximumRows: shape.pixels, channels: shape.channels).add(dy, to: sums, context)

      let operation = NormalizationOperation(maximum: shape)
      var inverseDeviation = [Double](repeating: 0, count: shape.channels)
      operation.moments(of: x, context) { channel, mean, variance in
        inverseDeviation[channel] = 1 / (variance + 1e-5).squareRoot()
        operation.setChannel(
          channel, mean: mean, inverseDeviation: inverseDeviation[channel], gamma: 1.1, beta: 0.1)
      }
      operation.normalize(x, y, slope: 0.2, context)
      var coefficients: [Float] = []
      operation.gradient(x, dy, slope: 0.2, inverseDeviation: inverseDeviation, context) { _, gamma, beta in
        coefficients += [Float(gamma), Float(beta)]
      }
      return sums.values + y.values + dy.values + coefficients
    }
  }
}
