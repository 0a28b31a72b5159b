import GAN
import NeuralNetwork
import TensorCore
import Testing

@testable import Export

/// How networks become operators of ONNX and modules of PyTorch, and where an image changes from a row to a grid.
struct NetworkFormsTests {
  private func network(_ input: Shape, _ layers: [LayerDescription]) throws -> NetworkWeights {
    NetworkWeights(
      Sequential(
        try NetworkPlan(input: input, layers: layers), maximumImages: 1, purpose: .inference,
        convolutionMethod: .direct, try ComputeContext(threads: 1)))
  }

  @Test func rowsBecomeGridsWhereALayerWantsThem() throws {
    let network = try network(
      Shape(channels: 6),
      [
        .transposedConvolution(ConvolutionDescription(channels: 2, kernelSize: 2, bias: true), outputPadding: 0),
        .linear(outputs: 3, bias: false), .batchNorm, .leakyReLU(slope: 0.5),
      ])
    #expect(
      network.pyTorchModules(input: .row, output: .grid).map { "\($0.name): \($0.expression)" } == [
        "form0: nn.Unflatten(1, (6, 1, 1))",
        "0: nn.ConvTranspose2d(6, 2, 2, stride=1, padding=0, bias=True)",
        "form1: nn.Flatten()",
        "1: nn.Linear(8, 3, bias=False)",
        "2: nn.BatchNorm1d(3)",
        "3: nn.LeakyReLU(0.5)",
        "form4: nn.Unflatten(1, (3, 1, 1))",
      ])
  }

  @Test func unevenPaddingIsAModuleOfItsOwn() throws {
    let padding = Padding(top: 0, left: 1, bottom: 2, right: 3)
    let network = try network(
      Shape(height: 6, width: 6, channels: 1),
      [
        .convolution(ConvolutionDescription(channels: 2, kernelSize: 4, stride: 2, padding: padding, bias: false)),
        .upsampling(scale: 2), .relu,
        .transposedConvolution(
          ConvolutionDescription(channels: 1, kernelSize: 4, stride: 2, padding: padding, bias: true), outputPadding: 1),
        .tanh,
      ])
    #expect(
      network.pyTorchModules(input: .grid, output: .grid).map { "\($0.name): \($0.expression)" } == [
        "padding0: nn.ZeroPad2d((1, 3, 0, 2))",
        "0: nn.Conv2d(1, 2, 4, stride=2, padding=0, bias=False)",
        "1: nn.Upsample(scale_factor=2)",
        "2: nn.ReLU()",
        "3: nn.ConvTranspose2d(2, 1, 4, stride=2, padding=0, bias=True, output_padding=1)",
        "cropping3: nn.ZeroPad2d((-1, -3, -0, -2))",
        "4: nn.Tanh()",
      ])
  }

  @Test func layersOfClassesAreModulesOfTheirOwn() throws {
    let network = try network(
      Shape(height: 2, width: 2, channels: 3),
      [.classModulation(classes: 2), .relu, .linear(outputs: 3, bias: true), .classProjection(classes: 2)])
    #expect(
      network.pyTorchModules(input: .grid, output: .row).map { "\($0.name): \($0.expression)" } == [
        "0: ClassModulation(2, 3)",
        "1: nn.ReLU()",
        "form2: nn.Flatten()",
        "2: nn.Linear(12, 3, bias=True)",
        "3: ClassProjection()",
      ])
  }

  @Test func everyOperatorTakesTheOneBefore() throws {
    var graph = ONNXGraph(input: "in")
    #expect(graph.current == "in")
    graph.reshape(name: "rows", [8])
    #expect(graph.current == "rows")
    graph.add("Relu", name: "0")
    #expect(graph.current == "0")
    let message = graph.message(name: "g", input: ("in", [nil, 8], "m"), output: ("0", [nil, 8], "m"))
    let reshape: [UInt8] = [0x0A, 2] + Array("in".utf8) + [0x0A, 10] + Array("rows.shape".utf8)
    #expect(message.bytes.dropFirst(2).starts(with: reshape))
    #expect(message.bytes.count > 100)
  }

  /// Weights come out as the layers compute with them, and the added channel as a constant.
  @Test func normalisedWeightsAndDeviationsAreWorkedOut() throws {
    let plan = try NetworkPlan(
      input: Shape(height: 3, width: 3, channels: 2),
      layers: [
        .spectralConvolution(ConvolutionDescription(channels: 4, kernelSize: 2, bias: true)), .minibatchDeviation,
        .spectralLinear(outputs: 1, bias: false),
      ])
    let sequential = Sequential(
      plan, maximumImages: 2, purpose: .inference, convolutionMethod: .direct, try ComputeContext(threads: 1))
    sequential.parameters.initialize(seed: 1, firstSubstream: 0)
    sequential.parametersDidChange()
    let input = Tensor(Shape(images: 2, height: 3, width: 3, channels: 2))
    input.values = (0..<input.count).map { Float($0 % 5) - 2 }
    _ = sequential.forward(input, .training)
    let network = NetworkWeights(sequential)
    #expect(network.state.map(\.name) == ["0.weight", "0.bias", "2.weight"])
    #expect(network.deviations[1] ?? 0 > 0)
    #expect(
      network.pyTorchModules(input: .grid, output: .grid).map(\.expression) == [
        "nn.Conv2d(2, 4, 2, stride=1, padding=0, bias=True)",
        "nn.ConstantPad3d((0, 0, 0, 0, 0, 1), \(network.deviations[1] ?? 0))", "nn.Flatten()",
        "nn.Linear(20, 1, bias=False)", "nn.Unflatten(1, (1, 1, 1))",
      ])
    // A network with the exported weights and no normalisation computes the same.
    let plain = Sequential(
      try NetworkPlan(
        input: plan.input,
        layers: [
          .convolution(ConvolutionDescription(channels: 4, kernelSize: 2, bias: true)), .minibatchDeviation,
          .linear(outputs: 1, bias: false),
        ]), maximumImages: 2, purpose: .inference, convolutionMethod: .direct,
      try ComputeContext(threads: 1))
    for item in plain.namedState(prefix: "") {
      if let own = network.state.first(where: { $0.name == item.name }) { item.write(own.read()) }
      if item.name == "1.running_deviation" { item.write(.floats([network.deviations[1] ?? 0])) }
    }
    plain.parametersDidChange()
    let expected = sequential.forward(input, .inference).values
    for (found, wanted) in zip(plain.forward(input, .inference).values, expected) {
      #expect(abs(found - wanted) < 1e-5)
    }
  }
}
