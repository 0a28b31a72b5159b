import NeuralNetwork
import TensorCore

/// A network with drawn parameters and a batch, as ours and as the reference.
struct NetworkSample {
  let plan: NetworkPlan
  let images: Int
  /// Values in PyTorch's order.
  var input: [Float]
  var parameters: [String: [Float]]
  /// Running means and variances under PyTorch's names; none in training.
  var statistics: [String: [Float]] = [:]
  /// The gradient of the output.
  var outputGradient: [Float]

  /// Draws whatever `values` gives for every tensor: a parameter's name, `input` or `output`, and a count.
  init(
    _ input: Shape, _ layers: [LayerDescription], images: Int, _ values: (_ name: String, _ count: Int) -> [Float]
  ) throws {
    plan = try NetworkPlan(input: input, layers: layers)
    self.images = images
    self.input = values("input", images * plan.input.count)
    outputGradient = values("output", images * plan.output.count)
    parameters = [:]
    for (index, layer) in plan.layers.enumerated() {
      for parameter in layer.parameters {
        let name = "\(index).\(parameter.name)"
        parameters[name] = values(name, parameter.count)
      }
    }
  }

  /// Draws values of order 1: parameters uniform in `-scale ... scale`, gains of batch normalisation around 1.
  init(_ input: Shape, _ layers: [LayerDescription], images: Int, seed: UInt64, scale: Float = 0.7) throws {
    var substream: UInt32 = 0
    try self.init(input, layers, images: images) { name, count in
      var values = [Float](repeating: 0, count: count)
      let index = name.split(separator: ".").first.flatMap { Int($0) }
      var range: ClosedRange<Float> = index == nil ? -1...1 : -scale...scale
      if let index, layers[index].hasGains, name.hasSuffix("weight") { range = 0.5...1.5 }
      RandomStream(seed: seed, purpose: .evaluation, substream: substream).fillUniforms(&values, in: range)
      substream += 1
      return values
    }
  }

  /// Draws running statistics of order 1 for every batch normalisation.
  mutating func drawStatistics() {
    for (index, layer) in plan.layers.enumerated() where layer.description == .batchNorm {
      for (name, range) in [("running_mean", Float(-1)...1), ("running_var", 0.5...1.5)] {
        var values = [Float](repeating: 0, count: layer.input.channels)
        RandomStream(seed: 1, purpose: .evaluation, substream: UInt32(1000 + 2 * index + name.count % 2))
          .fillUniforms(&values, in: range)
        statistics["\(index).\(name)"] = values
      }
    }
  }

  /// The largest sums of each layer, forward, with respect to its input and to its weights, one after the other: how
  /// many roundings there are on the longest way from an input to a gradient.
  var roundings: Int {
    plan.layers.reduce(0) { sum, layer in
      let rows = images * max(layer.input.pixels, layer.output.pixels)
      guard let weight = layer.parameters.first else { return sum + 5 }
      if weight.shape.count == 1 { return sum + 3 * rows + 20 }
      return sum + weight.count / weight.shape[0] + weight.count / weight.shape[1] + rows + 5
    }
  }

  /// The class of each image: they take turns, and the last is none of the first image's.
  var classes: [Int] { (0..<images).map { ($0 * 2 + 1) % (plan.classCount ?? 1) } }

  var reference: ReferenceNetwork {
    var reference = ReferenceNetwork(
      layers: plan.layers.map(\.description), parameters: parameters.mapValues { $0.map(Double.init) })
    reference.classes = classes
    for index in plan.layers.indices {
      if let mean = statistics["\(index).running_mean"], let variance = statistics["\(index).running_var"] {
        reference.statistics[index] = (mean.map(Double.init), variance.map(Double.init))
      }
    }
    return reference
  }

  var referenceInput: ReferenceImages {
    ReferenceImages(
      images: images, channels: plan.input.channels, height: plan.input.height, width: plan.input.width,
      input.map(Double.init))
  }

  /// Our network with these parameters.
  func network(
    _ context: ComputeContext, maximumImages: Int? = nil,
    purpose: Sequential.Purpose = .training(inputGradient: true)
  ) -> Sequential {
    let network = Sequential(plan, maximumImages: maximumImages ?? images, purpose: purpose, context)
    for state in network.namedState(prefix: "") {
      if let values = parameters[state.name] ?? statistics[state.name] { state.write(.floats(values)) }
    }
    network.parametersDidChange()
    network.classes.set(classes)
    return network
  }

  var inputTensor: Tensor { Tensor(plan.input.with(images: images), torchValues: input) }
  var outputGradientTensor: Tensor { Tensor(plan.output.with(images: images), torchValues: outputGradient) }

  /// The gradients of our network's parameters, in PyTorch's order.
  static func gradients(_ network: Sequential) -> [String: [Float]] {
    guard let training = network.parameters.training else { return [:] }
    let pairs = network.parameters.entries.map { entry in
      let gradient = network.parameters.window(training.gradients, entry)
      return (entry.name, entry.plan.layout.diskOrder(gradient))
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// Output and input gradient of our network with its running statistics, in PyTorch's order.
  func inferenceResults(_ context: ComputeContext) -> (output: [Float], inputGradient: [Float]) {
    let network = network(context, purpose: .inputGradient)
    let output = network.forward(inputTensor, .inference).torchValues
    let gradient = network.backward(outputGradientTensor, addsParameterGradients: false, needsInputGradient: true)
    return (output, gradient?.torchValues ?? [])
  }

  /// Output and gradients of every variable by our network, in PyTorch's order.
  func results(_ context: ComputeContext) -> (output: [Float], gradients: [ReferenceNetwork.Variable: [Float]]) {
    let network = network(context)
    let output = network.forward(inputTensor, .training).torchValues
    let inputGradient = network.backward(outputGradientTensor, addsParameterGradients: true, needsInputGradient: true)
    var gradients: [ReferenceNetwork.Variable: [Float]] = [:]
    gradients[.input] = inputGradient?.torchValues
    for (name, values) in Self.gradients(network) { gradients[.parameter(name)] = values }
    return (output, gradients)
  }
}

extension LayerDescription {
  /// Whether the layer's weights are factors around 1.
  fileprivate var hasGains: Bool { kind is BatchNormalization || kind is ClassModulation }
}
