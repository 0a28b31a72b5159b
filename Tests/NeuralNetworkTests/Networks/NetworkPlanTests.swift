import NeuralNetwork
import TensorCore
import Testing

struct NetworkPlanTests {
  /// A generator in small, with its counts by hand.
  @Test func shapesParametersAndMultiplyAddsAreWorkedOut() throws {
    let plan = try NetworkPlan(
      input: Shape(images: 9, channels: 10),
      layers: [
        .linear(outputs: 24, bias: false), .reshape(height: 2, width: 3, channels: 4), .batchNorm, .relu,
        .transposedConvolution(
          .init(channels: 5, kernelSize: 4, stride: 2, padding: 1, bias: false), outputPadding: 1), .batchNorm,
        .leakyReLU(slope: 0.2), .convolution(.init(channels: 1, kernelSize: 3, stride: 2, padding: 1, bias: true)),
        .tanh,
      ])
    #expect(plan.input == Shape(channels: 10))
    #expect(plan.output == Shape(height: 3, width: 4, channels: 1))
    let dense = Shape(height: 5, width: 7, channels: 5)
    let grid = Shape(height: 2, width: 3, channels: 4)
    #expect(plan.layers.map(\.output) == [grid, grid, grid, grid, dense, dense, dense, plan.output, plan.output])
    #expect(plan.layers.map(\.input) == [plan.input] + plan.layers.dropLast().map(\.output))
    #expect(plan.layers.map(\.parameterCount) == [240, 0, 8, 0, 16 * 4 * 5, 10, 0, 9 * 5 + 1, 0])
    #expect(plan.parameterCount == 240 + 8 + 320 + 10 + 46)
    let multiplyAdds = [240, 0, 0, 0, 2 * 3 * 16 * 4 * 5, 0, 0, 3 * 4 * 9 * 5, 0]
    #expect(plan.layers.map(\.multiplyAdds) == multiplyAdds)
    #expect(plan.multiplyAdds == 240 + 1920 + 540)
  }

  @Test func parametersHavePyTorchsNamesAndShapes() throws {
    let plan = try NetworkPlan(
      input: Shape(height: 2, width: 3, channels: 4),
      layers: [
        .convolution(.init(channels: 5, kernelSize: 2, bias: true)), .batchNorm,
        .transposedConvolution(.init(channels: 6, kernelSize: 3, bias: true), outputPadding: 0),
        .linear(outputs: 7, bias: true),
      ])
    #expect(plan.layers.map { $0.parameters.map(\.name) } == Array(repeating: ["weight", "bias"], count: 4))
    #expect(plan.layers[0].parameters.map(\.shape) == [[5, 4, 2, 2], [5]])
    #expect(plan.layers[1].parameters.map(\.shape) == [[5], [5]])
    #expect(plan.layers[2].parameters.map(\.shape) == [[5, 6, 3, 3], [6]])
    #expect(plan.layers[3].parameters.map(\.shape) == [[7, 3 * 4 * 6], [7]])
  }

  @Test func aNetworkWithoutLayersIsItsInput() throws {
    let plan = try NetworkPlan(input: Shape(height: 2, width: 3, channels: 4), layers: [])
    #expect(plan.output == plan.input)
    #expect(plan.parameterCount == 0)
  }

  /// What does not fit: the input, the layers, the sentence.
  struct Refusal: Sendable, CustomTestStringConvertible {
    var input: Shape
    var layers: [LayerDescription]
    var sentence: String

    init(_ input: Shape, _ layers: [LayerDescription], _ sentence: String) {
      self.input = input
      self.layers = layers
      self.sentence = sentence
    }

    var testDescription: String { sentence }
  }

  private static let pixel = Shape(channels: 1)
  private static let image = Shape(height: 3, width: 4, channels: 2)

  static let refusals: [Refusal] = [
    Refusal(
      pixel, [.classModulation(classes: 0)],
      "Layer 0 does not fit: the number of classes must be from 1 to 256, not 0."),
    Refusal(
      pixel, [.classProjection(classes: 257)],
      "Layer 0 does not fit: the number of classes must be from 1 to 256, not 257."),
    Refusal(
      Shape(channels: 3), [.classProjection(classes: 3)],
      "Layer 0 does not fit: a projection on 3 classes wants 4 values of an image, one of all classes and one of each, "
        + "not 3."),
    Refusal(
      Shape(channels: 3), [.classModulation(classes: 3), .relu, .classProjection(classes: 2)],
      "Layer 2 does not fit: it is for 2 classes, and a layer before it for 3."),
    Refusal(
      pixel, [.linear(outputs: 0, bias: true)],
      "Layer 0 does not fit: the number of outputs must be from 1 to 268435456, not 0."),
    Refusal(
      pixel, [.relu, .linear(outputs: .max, bias: true)],
      "Layer 1 does not fit: the number of outputs must be from 1 to 268435456, not 9223372036854775807."),
    Refusal(
      image, [.linear(outputs: 1 << 28, bias: true)], "Layer 0 does not fit: it has too many weights."),
    Refusal(
      image, [.reshape(height: 2, width: 3, channels: 5)],
      "Layer 0 does not fit: 2x3x5 are 30 values, and it is given 24."),
    Refusal(
      image, [.reshape(height: 0, width: 3, channels: 5)],
      "Layer 0 does not fit: the output's height must be from 1 to 16384, not 0."),
    Refusal(
      image, [.reshape(height: 1, width: -3, channels: 5)],
      "Layer 0 does not fit: the output's width must be from 1 to 16384, not -3."),
    Refusal(
      image, [.reshape(height: 1, width: 3, channels: .min)],
      "Layer 0 does not fit: the number of channels must be from 1 to 268435456, not -9223372036854775808."),
    Refusal(
      image, [.reshape(height: 1 << 14, width: 1 << 14, channels: 2)],
      "Layer 0 does not fit: an output of 16384x16384x2 is too large."),
    Refusal(
      pixel, [.linear(outputs: 4, bias: true), .reshape(height: .max, width: .max, channels: 2)],
      "Layer 1 does not fit: the output's height must be from 1 to 16384, not 9223372036854775807."),
    Refusal(
      pixel, [.linear(outputs: 4, bias: true), .reshape(height: 1, width: 2, channels: 3)],
      "Layer 1 does not fit: 1x2x3 are 6 values, and it is given 4."),
    Refusal(
      image, [.convolution(.init(channels: 0, kernelSize: 1, bias: true))],
      "Layer 0 does not fit: the number of channels must be from 1 to 16384, not 0."),
    Refusal(
      image, [.convolution(.init(channels: 1, kernelSize: 65, bias: true))],
      "Layer 0 does not fit: the kernel size must be from 1 to 64, not 65."),
    Refusal(
      image, [.convolution(.init(channels: 1, kernelSize: 1, stride: 0, bias: true))],
      "Layer 0 does not fit: the stride must be from 1 to 64, not 0."),
    Refusal(
      image, [.convolution(.init(channels: 1, kernelSize: 3, padding: 3, bias: true))],
      "Layer 0 does not fit: the padding must be from 0 to 2, not 3."),
    Refusal(
      image, [.convolution(.init(channels: 1, kernelSize: 3, padding: -1, bias: true))],
      "Layer 0 does not fit: the padding must be from 0 to 2, not -1."),
    Refusal(
      image, [.convolution(.init(channels: 1, kernelSize: 4, bias: true))],
      "Layer 0 does not fit: a kernel of 4x4 is larger than its input of 3x4 with a padding of 0."),
    Refusal(
      Shape(height: 64, width: 64, channels: 5),
      [.convolution(.init(channels: 1 << 14, kernelSize: 64, bias: true))],
      "Layer 0 does not fit: it has too many weights."),
    Refusal(
      Shape(height: 1 << 14, width: 1 << 14, channels: 1),
      [.convolution(.init(channels: 2, kernelSize: 1, bias: true))],
      "Layer 0 does not fit: an output of 16384x16384x2 is too large."),
    Refusal(
      image, [.transposedConvolution(.init(channels: 1, kernelSize: 3, stride: 2, bias: true), outputPadding: 2)],
      "Layer 0 does not fit: the output padding must be from 0 to 1, not 2."),
    Refusal(
      image, [.transposedConvolution(.init(channels: 1, kernelSize: 3, stride: .max, bias: true), outputPadding: 0)],
      "Layer 0 does not fit: the stride must be from 1 to 64, not 9223372036854775807."),
    Refusal(
      pixel, [.transposedConvolution(.init(channels: 1, kernelSize: 2, padding: 1, bias: true), outputPadding: 0)],
      "Layer 0 does not fit: a padding of 1 leaves nothing of its output."),
    Refusal(
      Shape(height: 1 << 14, width: 1, channels: 1),
      [.transposedConvolution(.init(channels: 1, kernelSize: 2, stride: 2, bias: true), outputPadding: 0)],
      "Layer 0 does not fit: the output's height must be from 1 to 16384, not 32768."),
    Refusal(
      image, [.upsampling(scale: 0)],
      "Layer 0 does not fit: the scale must be from 1 to 64, not 0."),
    Refusal(
      pixel, [.upsampling(scale: 64), .upsampling(scale: 64), .upsampling(scale: 64)],
      "Layer 2 does not fit: the output's height must be from 1 to 16384, not 262144."),
    Refusal(
      image,
      [
        .convolution(
          .init(channels: 1, kernelSize: 3, padding: .init(top: 0, left: 2, bottom: 3, right: 0), bias: true))
      ],
      "Layer 0 does not fit: the padding must be from 0 to 2, not 3."),
    Refusal(
      image, [.leakyReLU(slope: -0.5)],
      "Layer 0 does not fit: the slope of a leaky rectifier must be from 0 to 1, not -0.5."),
    Refusal(
      image, [.relu, .relu, .leakyReLU(slope: .nan)],
      "Layer 2 does not fit: the slope of a leaky rectifier must be from 0 to 1, not nan."),
    Refusal(
      image, [.tanh, .leakyReLU(slope: 0.2)],
      "Layer 1 does not fit: an activation cannot stand directly behind a hyperbolic tangent."),
    Refusal(
      Shape(height: 1 << 15, width: 1, channels: 1), [],
      "Layer 0 does not fit: an input of 32768x1x1 is too large."),
    Refusal(
      Shape(channels: .max), [.convolution(.init(channels: 1, kernelSize: 2, padding: 1, bias: true))],
      "Layer 0 does not fit: an input of 1x1x9223372036854775807 is too large."),
    Refusal(
      image, Array(repeating: .relu, count: 257),
      "Layer 256 does not fit: a network has at most 256 layers, not 257."),
  ]

  @Test(arguments: refusals) func whatDoesNotFitIsRefused(_ refusal: Refusal) throws {
    let error = try #require(throws: NetworkPlanError.self) {
      try NetworkPlan(input: refusal.input, layers: refusal.layers)
    }
    #expect(error.description == refusal.sentence)
  }

  /// The largest that is allowed is planned without an overflow, and without memory.
  @Test func theLimitsAreAllowed() throws {
    let wide = try NetworkPlan(input: Shape(channels: 1 << 28), layers: [.linear(outputs: 1, bias: true)])
    #expect(wide.parameterCount == (1 << 28) + 1)
    let side = Shape(height: 1 << 14, width: 1 << 14, channels: 1)
    let convolution = LayerDescription.convolution(.init(channels: 1, kernelSize: 63, padding: 31, bias: false))
    let deep = try NetworkPlan(input: side, layers: Array(repeating: convolution, count: 256))
    #expect(deep.multiplyAdds == 256 * 63 * 63 * (1 << 28))
  }
}
