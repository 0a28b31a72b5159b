import NeuralNetwork
import TensorCore

/// Some training steps of a network, whose results can be compared to the bit: generator and discriminator in small,
/// with odd extents and enough values for several workers.
struct TrainingSample: Sendable, CustomStringConvertible {
  let description: String
  let input: Shape
  let layers: [LayerDescription]
  let images: Int

  static let all = [
    TrainingSample(
      description: "generator", input: Shape(channels: 10),
      layers: [
        .linear(outputs: 3 * 5 * 20, bias: false), .reshape(height: 3, width: 5, channels: 20), .batchNorm, .relu,
        .transposedConvolution(
          .init(channels: 18, kernelSize: 4, stride: 2, padding: 1, bias: false), outputPadding: 1),
        .batchNorm, .leakyReLU(slope: 0.2), .convolution(.init(channels: 1, kernelSize: 3, padding: 1, bias: true)),
        .tanh,
      ], images: 9),
    TrainingSample(
      description: "discriminator", input: Shape(height: 13, width: 11, channels: 1),
      layers: [
        .convolution(.init(channels: 17, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
        .convolution(.init(channels: 70, kernelSize: 3, stride: 2, padding: 1, bias: false)), .batchNorm,
        .leakyReLU(slope: 0.2), .convolution(.init(channels: 1, kernelSize: 3, bias: true)),
      ], images: 7),
    TrainingSample(
      description: "up-sampling and uneven padding", input: Shape(channels: 6),
      layers: [
        .linear(outputs: 4 * 3 * 18, bias: false), .batchNorm, .relu, .reshape(height: 4, width: 3, channels: 18),
        .upsampling(scale: 2),
        .convolution(
          .init(
            channels: 20, kernelSize: 3, stride: 2, padding: .init(top: 0, left: 0, bottom: 1, right: 1), bias: false)),
        .batchNorm, .leakyReLU(slope: 0.2), .linear(outputs: 1, bias: true),
      ], images: 6),
    TrainingSample(
      description: "normalisation between fast convolutions", input: Shape(height: 7, width: 7, channels: 16),
      layers: [
        .convolution(.init(channels: 32, kernelSize: 3, stride: 2, padding: 1, bias: false)), .batchNorm,
        .leakyReLU(slope: 0.2),
        .transposedConvolution(
          .init(channels: 16, kernelSize: 4, stride: 2, padding: 1, bias: false), outputPadding: 0), .batchNorm, .relu,
        .convolution(.init(channels: 1, kernelSize: 3, padding: 1, bias: true)),
      ], images: 33),
    TrainingSample(
      description: "spectral norm and deviation", input: Shape(height: 9, width: 7, channels: 3),
      layers: [
        .spectralConvolution(.init(channels: 40, kernelSize: 3, stride: 2, padding: 1, bias: true)),
        .leakyReLU(slope: 0.2), .minibatchDeviation, .spectralLinear(outputs: 33, bias: true), .leakyReLU(slope: 0.2),
        .spectralLinear(outputs: 1, bias: false),
      ], images: 6),
    TrainingSample(
      description: "classes", input: Shape(height: 13, width: 11, channels: 1),
      layers: [
        .convolution(.init(channels: 70, kernelSize: 3, padding: 1, bias: false)), .batchNorm,
        .classModulation(classes: 3), .leakyReLU(slope: 0.2), .linear(outputs: 20, bias: true),
        .classModulation(classes: 3), .relu, .linear(outputs: 4, bias: true), .classProjection(classes: 3),
      ], images: 7),
    TrainingSample(
      description: "grids and vectors", input: Shape(height: 3, width: 3, channels: 2),
      layers: [
        .reshape(height: 9, width: 1, channels: 2), .batchNorm, .tanh, .linear(outputs: 33, bias: true), .batchNorm,
        .linear(outputs: 2, bias: true), .tanh,
      ], images: 5),
  ]

  /// Everything that three steps leave behind: outputs, input gradients, parameters, statistics, moments.
  func run(_ context: ComputeContext) throws -> [Float] {
    let sample = try NetworkSample(input, layers, images: images, seed: 8)
    let network = sample.network(context)
    let optimizer = Adam(network, Adam.Settings(learningRate: 0.01), context)
    var results: [Float] = []
    for _ in 0..<3 {
      network.clearGradients()
      results += network.forward(sample.inputTensor, .training).values
      let inputGradient = network.backward(
        sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: true)
      results += inputGradient?.values ?? []
      optimizer.step()
    }
    results += network.forward(sample.inputTensor, .inference).values
    for state in network.namedState(prefix: "") + optimizer.namedState(prefix: "") {
      if case .floats(let values) = state.read() { results += values }
    }
    return results
  }
}
