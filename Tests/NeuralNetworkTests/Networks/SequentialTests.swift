import NeuralNetwork
import TensorCore
import Testing

/// What a network promises about its passes beyond their values.
struct SequentialTests {
  static let layers: [LayerDescription] = [
    .convolution(.init(channels: 5, kernelSize: 3, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
    .convolution(.init(channels: 4, kernelSize: 2, bias: false)), .batchNorm, .relu, .linear(outputs: 2, bias: true),
  ]
  static let input = Shape(height: 5, width: 6, channels: 2)

  private let sample: NetworkSample
  private let context: ComputeContext

  init() throws {
    sample = try NetworkSample(Self.input, Self.layers, images: 3, seed: 5)
    context = try ComputeContext(threads: 2)
  }

  @Test func gradientsAddUpUntilTheyAreCleared() throws {
    let network = sample.network(context)
    func pass() -> [String: [Float]] {
      _ = network.forward(sample.inputTensor, .training)
      network.backward(sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: false)
      return NetworkSample.gradients(network)
    }
    let once = pass()
    // Each gradient of so few pixels is one sum, added to what was there: doubling it is exact.
    let twice = pass()
    #expect(twice == once.mapValues { $0.map { 2 * $0 } })
    network.clearGradients()
    #expect(NetworkSample.gradients(network).values.allSatisfy { $0.allSatisfy { $0 == 0 } })
    #expect(pass() == once)
  }

  @Test func parameterGradientsCanBeLeftOut() throws {
    let network = sample.network(context)
    let expected = sample.results(context).gradients[.input]
    _ = network.forward(sample.inputTensor, .training)
    let inputGradient = network.backward(
      sample.outputGradientTensor, addsParameterGradients: false, needsInputGradient: true)
    #expect(inputGradient?.torchValues == expected)
    #expect(NetworkSample.gradients(network).values.allSatisfy { $0.allSatisfy { $0 == 0 } })
  }

  @Test func theInputsGradientCanBeLeftOut() throws {
    let expected = sample.results(context).gradients
    for purpose in [Sequential.Purpose.training(inputGradient: false), .training(inputGradient: true)] {
      let network = sample.network(context, purpose: purpose)
      _ = network.forward(sample.inputTensor, .training)
      let inputGradient = network.backward(
        sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: false)
      #expect(inputGradient == nil)
      for (name, values) in NetworkSample.gradients(network) { #expect(values == expected[.parameter(name)]) }
    }
  }

  /// A network whose ways forward and back take turns with the memory for packed weights: whichever way is taken next,
  /// and with other parameters.
  @Test func sharedPackedWeightsGiveTheSame() throws {
    let other = try NetworkSample(Self.input, Self.layers, images: 3, seed: 8)
    let networks = [Sequential.Passes.one, .several].map {
      sample.network(context, purpose: .training(inputGradient: true, passes: $0))
    }
    for round in 0..<2 {
      let results = networks.map { network in
        if round == 1 {
          for state in network.namedState(prefix: "") {
            if let values = other.parameters[state.name] { state.write(.floats(values)) }
          }
          network.parametersDidChange()
        }
        return (0..<2).map { _ in
          _ = network.forward(sample.inputTensor, .training)
          let output = network.forward(sample.inputTensor, .training).values
          network.clearGradients()
          let gradient = network.backward(
            sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: true)
          return [output, gradient?.values] + NetworkSample.gradients(network).sorted { $0.key < $1.key }.map(\.value)
        }
      }
      #expect(results[0] == results[1] && results[0][0] != [])
    }
  }

  /// Whatever a network begins with: its input may be another network's output, which that one still needs.
  static let beginnings: [[LayerDescription]] = [
    [], [.relu], [.leakyReLU(slope: 0.2)], [.tanh], [.relu, .leakyReLU(slope: 0.5)], [.batchNorm],
    [.batchNorm, .relu], [.batchNorm, .leakyReLU(slope: 1), .tanh], [.upsampling(scale: 1), .relu],
    [.reshape(height: 5, width: 6, channels: 2), .tanh],
    [.linear(outputs: 60, bias: false), .reshape(height: 5, width: 6, channels: 2), .relu],
  ]

  @Test(arguments: beginnings, [Mode.training, .inference])
  func theInputIsKept(beginning: [LayerDescription], mode: Mode) throws {
    for layers in [beginning, beginning + Self.layers] where !layers.isEmpty {
      let sample = try NetworkSample(Self.input, layers, images: 3, seed: 5)
      let network = sample.network(context, maximumImages: 4)
      let input = sample.inputTensor
      let values = input.values
      _ = network.forward(input, mode)
      #expect(input.values == values)
      network.backward(
        sample.outputGradientTensor, addsParameterGradients: mode == .training, needsInputGradient: true)
      #expect(input.values == values)
    }
  }

  /// Memory planned for more images than a batch has, and used for a full batch before, changes nothing.
  @Test func smallerBatchesThanPlannedGiveTheSame() throws {
    let larger = try NetworkSample(Self.input, Self.layers, images: 8, seed: 6)
    let network = sample.network(context, maximumImages: 8)
    _ = network.forward(larger.inputTensor, .training)
    network.backward(larger.outputGradientTensor, addsParameterGradients: true, needsInputGradient: true)
    network.clearGradients()

    let expected = sample.results(context)
    let output = network.forward(sample.inputTensor, .training)
    #expect(output.torchValues == expected.output)
    let inputGradient = network.backward(
      sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: true)
    #expect(inputGradient?.torchValues == expected.gradients[.input])
    for (name, values) in NetworkSample.gradients(network) {
      #expect(values == expected.gradients[.parameter(name)])
    }
  }

  @Test func aNetworkForInferenceComputesTheSameAndHasNoGradients() throws {
    let training = sample.network(context)
    let inference = sample.network(context, purpose: .inference)
    #expect(inference.parameters.training == nil)
    #expect(
      inference.forward(sample.inputTensor, .inference).values
        == training.forward(sample.inputTensor, .inference).values)
  }

  /// Without a call the layers compute with the parameters they were given before.
  @Test func changedParametersAreTakenOverWhenTheLayersAreTold() throws {
    let network = sample.network(context)
    let before = network.forward(sample.inputTensor, .inference).values
    let changed = try NetworkSample(Self.input, Self.layers, images: 3, seed: 7)
    let other = changed.network(context)
    network.parameters.values.values = other.parameters.values.values
    network.parametersDidChange()
    let after = network.forward(sample.inputTensor, .inference).values
    #expect(after != before)
    #expect(after == other.forward(sample.inputTensor, .inference).values)
  }

  /// Tensor i takes the normal variates of substream `first + i`, in PyTorch's order, and the gaps stay zero.
  @Test func parametersStartAsTheDCGANPaperSays() throws {
    let network = Sequential(sample.plan, maximumImages: 1, purpose: .inference, context)
    network.parameters.initialize(seed: 9, firstSubstream: 40)
    let names = ["0.weight", "0.bias", "2.weight", "3.weight", "3.bias", "5.weight", "5.bias"]
    let means: [String: Double] = ["0.weight": 0, "2.weight": 0, "3.weight": 1, "5.weight": 0]
    #expect(network.parameters.entries.map(\.name) == names)
    for (index, entry) in network.parameters.entries.enumerated() {
      var expected = [Float](repeating: 0, count: entry.plan.count)
      if let mean = means[entry.name] {
        RandomStream(seed: 9, purpose: .weights, substream: UInt32(40 + index))
          .fillNormals(&expected, mean: mean, standardDeviation: 0.02)
      }
      let values = network.parameters.window(network.parameters.values, entry)
      #expect(entry.plan.layout.diskOrder(values) == expected, "\(entry.name)")
    }
    let nonzero = network.parameters.values.values.count { $0 != 0 }
    #expect(nonzero == sample.plan.parameterCount - 5 - 4 - 2, "all but the biases, and none of the gaps")
  }
}
