import FileFormats
import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

struct ArchitectureTests {
  static let all: [Architecture] = [
    .dcgan28(), .dcgan28(image: Shape(height: 28, width: 28, channels: 3), latentSize: 7),
    .dcgan64(image: Shape(height: 32, width: 64, channels: 1), latentSize: 1), .dcgan64(), .dcgan32(), .infogan28(),
    .gan(),
    .mlpConv(), .denseConv(), .small, .speck,
  ]

  @Test(arguments: all)
  func anArchitectureSurvivesJSONAndEqualOnesGiveEqualText(architecture: Architecture) throws {
    let text = architecture.json.text
    let read = try Architecture(json: try JSONValue(parsing: text))
    #expect(read == architecture)
    #expect(read.json.text == text)
  }

  @Test func everyKindOfLayerSurvivesJSONWithEverySettingOffItsDefault() throws {
    let convolution = ConvolutionDescription(channels: 3, kernelSize: 5, stride: 2, padding: 1, bias: true)
    let uneven = ConvolutionDescription(
      channels: 3, kernelSize: 5, padding: Padding(top: 1, left: 2, bottom: 3, right: 4), bias: false)
    let layers: [LayerDescription] = [
      .linear(outputs: 9, bias: true), .reshape(height: 2, width: 3, channels: 4), .convolution(convolution),
      .convolution(uneven),
      .transposedConvolution(convolution, outputPadding: 1), .upsampling(scale: 3), .batchNorm, .relu,
      .leakyReLU(slope: 0.1), .tanh, .spectralLinear(outputs: 9, bias: true), .spectralConvolution(convolution),
      .minibatchDeviation, .classModulation(classes: 7), .classProjection(classes: 7),
    ]
    #expect(Set(layers.map { type(of: $0.kind).type }) == Set(LayerDescription.kinds.map { $0.type }))
    for layer in layers {
      #expect(try LayerDescription(json: layer.json, place: "here") == layer)
    }
  }

  @Test func dcgan28HasTheParametersAndMultiplyAddsOfItsDefinition() throws {
    let generator = try Architecture.dcgan28().generatorPlan()
    let discriminator = try Architecture.dcgan28().discriminatorPlan()
    // A line a layer that has parameters: its weights, then biases or batch normalisation's two values a channel.
    let generatorParameters = [
      100 * 7 * 7 * 256, 2 * 256,
      256 * 128 * 4 * 4, 2 * 128,
      128 * 64 * 4 * 4, 2 * 64,
      64 * 3 * 3 + 1,
    ]
    let discriminatorParameters = [
      64 * 4 * 4 + 64,
      64 * 128 * 4 * 4, 2 * 128,
      128 * 256 * 3 * 3, 2 * 256,
      256 * 4 * 4 + 1,
    ]
    #expect(generator.parameterCount == generatorParameters.reduce(0, +))
    #expect(generator.parameterCount == 1_911_233)
    #expect(discriminator.parameterCount == discriminatorParameters.reduce(0, +))
    #expect(discriminator.parameterCount == 431_937)
    // Taps x input channels x output channels, for each pixel of the strided side.
    #expect(
      generator.multiplyAdds
        == 100 * 12544 + 49 * 16 * 256 * 128 + 196 * 16 * 128 * 64 + 784 * 9 * 64)
    #expect(
      discriminator.multiplyAdds
        == 196 * 16 * 64 + 49 * 16 * 64 * 128 + 16 * 9 * 128 * 256 + 16 * 256)
  }

  @Test func dcgan64HasTheParametersOfPytorchExamplesNetworks() throws {
    let doublings = [(512, 256), (256, 128), (128, 64)]
    let convolutions = doublings.reduce(0) { $0 + $1.0 * $1.1 * 16 }
    #expect(
      try Architecture.dcgan64().generatorPlan().parameterCount
        == 100 * 512 * 16 + convolutions + 64 * 3 * 16 + 2 * (512 + 256 + 128 + 64))
    #expect(
      try Architecture.dcgan64().discriminatorPlan().parameterCount
        == 3 * 64 * 16 + convolutions + 512 * 16 + 2 * (512 + 256 + 128))
  }

  @Test(arguments: all)
  func thePresetsNetworksMeetLatentsInImagesBetweenOneLogitOut(architecture: Architecture) throws {
    let generator = try architecture.generatorPlan()
    let discriminator = try architecture.discriminatorPlan()
    #expect(generator.input == Shape(channels: architecture.latentSize))
    #expect(generator.output == architecture.image)
    #expect(discriminator.input == architecture.image)
    #expect(discriminator.output == Shape(channels: 1))
  }
}
