import FileFormats
import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// JSON that is no architecture, and the sentence about it.
struct RefusedArchitecture: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let json: JSONValue
  let sentence: String

  /// The smallest sound architecture with one thing changed.
  init(_ testDescription: String, _ sentence: String, _ change: (inout [String: JSONValue]) -> Void) {
    var members = Architecture.speck.json.object ?? [:]
    change(&members)
    self.testDescription = testDescription
    self.json = .object(members)
    self.sentence = sentence
  }

  /// A sound architecture but for one layer, put before the generator's others.
  init(layer text: String, _ sentence: String) {
    self.init(text, sentence) {
      let layer = (try? JSONValue(parsing: text)) ?? .null
      $0["generator"] = .array([layer] + ($0["generator"]?.array ?? []))
    }
  }
}

struct ArchitectureRefusalTests {
  static let members: [RefusedArchitecture] =
    ["name", "latentSize", "image", "generator", "discriminator"].map { key in
      RefusedArchitecture("no \(key)", "The member '\(key)' of the architecture is missing.") { $0[key] = nil }
    } + [
      RefusedArchitecture("unknown member", "The member 'colour' of the architecture is not known.") {
        $0["colour"] = .bool(true)
      },
      RefusedArchitecture("number as name", "The member 'name' of the architecture must be a string.") {
        $0["name"] = .number(28)
      },
      RefusedArchitecture(
        "no latents", "The member 'latentSize' of the architecture must be a whole number from 1 to 16384."
      ) { $0["latentSize"] = .number(0) },
      RefusedArchitecture(
        "half a latent", "The member 'latentSize' of the architecture must be a whole number from 1 to 16384."
      ) { $0["latentSize"] = .number(1.5) },
      RefusedArchitecture(
        "too many latents", "The member 'latentSize' of the architecture must be a whole number from 1 to 16384."
      ) { $0["latentSize"] = .number(16385) },
      RefusedArchitecture("image as list", "In JSON, 'image' must be an object.") { $0["image"] = .array([]) },
      RefusedArchitecture("image without width", "The member 'width' of 'image' is missing.") {
        $0["image"] = .object(["height": .number(2), "channels": .number(1)])
      },
      RefusedArchitecture("image with depth", "The member 'depth' of 'image' is not known.") {
        $0["image"] = .object([
          "height": .number(2), "width": .number(2), "channels": .number(1), "depth": .number(2),
        ])
      },
      RefusedArchitecture("flat image", "The member 'height' of 'image' must be a whole number from 1 to 16384.") {
        $0["image"] = .object(["height": .number(-2), "width": .number(2), "channels": .number(1)])
      },
      RefusedArchitecture("no layers", "'generator' must be a list of 1 to 256 layers.") {
        $0["generator"] = .array([])
      },
      RefusedArchitecture("layers as text", "'discriminator' must be a list of 1 to 256 layers.") {
        $0["discriminator"] = .string("conv")
      },
      RefusedArchitecture("too many layers", "'generator' must be a list of 1 to 256 layers.") {
        $0["generator"] = .array([JSONValue](repeating: .object(["type": .string("tanh")]), count: 257))
      },
      RefusedArchitecture("layer as text", "In JSON, layer 0 of 'discriminator' must be an object.") {
        $0["discriminator"] = .array([.string("conv")])
      },
    ]

  static let layers: [RefusedArchitecture] = [
    .init(layer: "{}", "The member 'type' of layer 0 of 'generator' is missing."),
    .init(layer: #"{"type":7}"#, "The member 'type' of layer 0 of 'generator' must be a string."),
    .init(
      layer: #"{"type":"dropout"}"#,
      "The type 'dropout' of layer 0 of 'generator' is not known. There are: linear, "
        + "reshape, convolution, transposedConvolution, upsampling, batchNorm, relu, leakyReLU, tanh, spectralLinear, "
        + "spectralConvolution, minibatchDeviation, classModulation and classProjection."),
    .init(layer: #"{"type":"relu","slope":0.1}"#, "The member 'slope' of layer 0 of 'generator' is not known."),
    .init(layer: #"{"type":"tanh","slope":0.1}"#, "The member 'slope' of layer 0 of 'generator' is not known."),
    .init(layer: #"{"type":"batchNorm","bias":true}"#, "The member 'bias' of layer 0 of 'generator' is not known."),
    .init(layer: #"{"type":"leakyReLU"}"#, "The member 'slope' of layer 0 of 'generator' is missing."),
    .init(
      layer: #"{"type":"leakyReLU","slope":"0.2"}"#,
      "The member 'slope' of layer 0 of 'generator' must be a number."),
    .init(
      layer: #"{"type":"leakyReLU","slope":1e39}"#,
      "The member 'slope' of layer 0 of 'generator' must be a number from -3.4e38 to 3.4e38, as float32 holds."),
    .init(layer: #"{"type":"linear","outputs":4}"#, "The member 'bias' of layer 0 of 'generator' is missing."),
    .init(
      layer: #"{"type":"linear","outputs":4,"bias":1}"#,
      "The member 'bias' of layer 0 of 'generator' must be true or false."),
    .init(
      layer: #"{"type":"linear","outputs":268435457,"bias":false}"#,
      "The member 'outputs' of layer 0 of 'generator' must be a whole number from 1 to 268435456."),
    .init(
      layer: #"{"type":"reshape","height":1,"width":1}"#,
      "The member 'channels' of layer 0 of 'generator' is missing."),
    .init(
      layer: #"{"type":"convolution","channels":1,"kernelSize":1,"stride":1,"padding":-1,"bias":false}"#,
      "The member 'padding' of layer 0 of 'generator' must be a whole number from 0 to 63."),
    .init(
      layer: #"{"type":"convolution","channels":1,"kernelSize":65,"stride":1,"padding":0,"bias":false}"#,
      "The member 'kernelSize' of layer 0 of 'generator' must be a whole number from 1 to 64."),
    .init(
      layer:
        #"{"type":"convolution","channels":1,"kernelSize":1,"stride":1,"padding":{"top":1,"left":0},"bias":false}"#,
      "The member 'bottom' of 'padding' of layer 0 of 'generator' is missing."),
    .init(
      layer:
        #"{"type":"convolution","channels":1,"kernelSize":1,"stride":1,"padding":0,"bias":false,"outputPadding":0}"#,
      "The member 'outputPadding' of layer 0 of 'generator' is not known."),
    .init(
      layer: #"{"type":"transposedConvolution","channels":1,"kernelSize":1,"stride":1,"padding":0,"bias":false}"#,
      "The member 'outputPadding' of layer 0 of 'generator' is missing."),
  ]

  @Test(arguments: members + layers)
  func jsonThatIsNoArchitectureIsRefusedInASentence(_ example: RefusedArchitecture) {
    let error = #expect(throws: ArchitectureError.self) { try Architecture(json: example.json) }
    #expect(error?.description == example.sentence)
  }

  @Test(arguments: [.null, .array([]), .string("dcgan28")] as [JSONValue])
  func jsonThatIsNoObjectIsRefused(json: JSONValue) {
    let error = #expect(throws: ArchitectureError.self) { try Architecture(json: json) }
    #expect(error?.description == "In JSON, the architecture must be an object.")
  }

  /// Networks that are sound as JSON and cannot be built.
  static let unbuildable: [(change: @Sendable (inout Architecture) -> Void, sentence: String)] = [
    (
      { $0.image = Shape(height: 4, width: 4, channels: 1) },
      "The generator makes images of 2x2x1, not of 4x4x1."
    ),
    (
      { $0.discriminator = [.convolution(.init(channels: 3, kernelSize: 2, bias: true))] },
      "The discriminator must end in one value, not in 1x1x3."
    ),
    (
      { $0.discriminator = [.tanh] }, "The discriminator must end in one value, not in 2x2x1."
    ),
    (
      { $0.discriminator = [.convolution(.init(channels: 1, kernelSize: 3, bias: true))] },
      "The discriminator cannot be built. Layer 0 does not fit: a kernel of 3x3 is larger than its input of 2x2 with a "
        + "padding of 0."
    ),
    (
      { $0.generator[1] = .reshape(height: 2, width: 2, channels: 2) },
      "The generator cannot be built. Layer 1 does not fit: 2x2x2 are 8 values, and it is given 4."
    ),
  ]

  @Test(arguments: unbuildable.indices)
  func networksThatDoNotFitTogetherAreRefusedFromJSONToo(index: Int) {
    var architecture = Architecture.speck
    Self.unbuildable[index].change(&architecture)
    let error = #expect(throws: ArchitectureError.self) { try Architecture(json: architecture.json) }
    #expect(error?.description == Self.unbuildable[index].sentence)
  }

  @Test func batchNormalisationOfSingleValuesIsRefusedAndThatOfPixelsIsNot() throws {
    var architecture = Architecture.speck
    architecture.generator.insert(.batchNorm, at: 1)
    architecture.generator[0] = .linear(outputs: 4, bias: false)
    let context = try ComputeContext.single()
    _ = try TrainingState(.sample(.speck, batchSize: 1), context)
    _ = try TrainingState(.sample(architecture, batchSize: 2), context)
    let error = #expect(throws: ArchitectureError.self) {
      try TrainingState(.sample(architecture, batchSize: 1), context)
    }
    #expect(
      error?.description
        == "Batch normalisation needs more than one value a channel, and a batch of 1 image has a single one in a layer "
        + "of 1x1 pixels. Use a batch size of at least 2.")
  }
}
