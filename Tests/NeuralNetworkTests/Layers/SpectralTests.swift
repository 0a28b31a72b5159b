import NeuralNetwork
import TensorCore
import Testing

/// Layers whose weights are divided by their largest singular value.
struct SpectralTests {
  private static let layers: [LayerDescription] = [
    .spectralConvolution(.init(channels: 5, kernelSize: 3, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
    .spectralLinear(outputs: 6, bias: false), .reshape(height: 1, width: 3, channels: 2), .leakyReLU(slope: 0.2),
    .spectralLinear(outputs: 1, bias: true),
  ]
  /// The same layers with their weights as they are.
  private static let plainLayers: [LayerDescription] = [
    .convolution(.init(channels: 5, kernelSize: 3, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
    .linear(outputs: 6, bias: false), .reshape(height: 1, width: 3, channels: 2), .leakyReLU(slope: 0.2),
    .linear(outputs: 1, bias: true),
  ]
  private static let spectral = [0, 2, 5]

  private let context: ComputeContext
  private let sample: NetworkSample

  init() throws {
    context = try ComputeContext(threads: 2)
    sample = try NetworkSample(Shape(height: 5, width: 4, channels: 2), Self.layers, images: 3, seed: 3)
  }

  private func vector(_ name: String, of network: Sequential) throws -> [Double] {
    let state = try #require(network.namedState(prefix: "").first { $0.name == name })
    guard case .floats(let values) = state.read() else { return [] }
    return values.map(Double.init)
  }

  /// `W v` of weights in PyTorch's order, a row an output.
  private func product(_ weights: [Double], _ v: [Double]) -> [Double] {
    stride(from: 0, to: weights.count, by: v.count).map { row in
      v.indices.reduce(0) { $0 + weights[row + $1] * v[$1] }
    }
  }

  private func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// The reference whose weights are divided by `u' W v` for given vectors.
  private func reference(
    _ parameters: [String: [Double]], _ vectors: [Int: (u: [Double], v: [Double])]
  ) -> ReferenceNetwork {
    var parameters = parameters
    for (index, (u, v)) in vectors {
      guard let weights = parameters["\(index).weight"] else { continue }
      let value = zip(u, product(weights, v)).reduce(0) { $0 + $1.0 * $1.1 }
      parameters["\(index).weight"] = weights.map { $0 / value }
    }
    return ReferenceNetwork(layers: Self.plainLayers, parameters: parameters)
  }

  private func vectors(of network: Sequential) throws -> [Int: (u: [Double], v: [Double])] {
    var vectors: [Int: (u: [Double], v: [Double])] = [:]
    for index in Self.spectral {
      vectors[index] = (
        try vector("\(index).weight_u", of: network), try vector("\(index).weight_v", of: network)
      )
    }
    return vectors
  }

  /// Each iteration shrinks what is left of the other directions by the ratio of singular values at least.
  @Test func theVectorsAreNearTheSingularOnes() throws {
    let network = sample.network(context)
    for (index, (u, v)) in try vectors(of: network) {
      #expect(abs(norm(u) - 1) < 1e-6 && abs(norm(v) - 1) < 1e-6)
      let weights = try #require(sample.reference.parameters["\(index).weight"])
      var best = v
      for _ in 0..<500 {
        let left = product(weights, best)
        best = best.indices.map { column in
          left.indices.reduce(0) { $0 + left[$1] * weights[$1 * best.count + column] }
        }
        let length = norm(best)
        best = best.map { $0 / length }
      }
      let (largest, found) = (norm(product(weights, best)), norm(product(weights, v)))
      #expect(found > 0.97 * largest && found <= largest * (1 + 1e-6), "layer \(index)")
    }
  }

  /// Outputs and gradients of weights of order 1 by some ten terms a sum.
  @Test func outputsAndGradientsAreThoseOfDividedWeights() throws {
    let network = sample.network(context)
    let vectors = try vectors(of: network)
    let reference = reference(sample.reference.parameters, vectors)
    let output = network.forward(sample.inputTensor, .training).torchValues
    for (found, expected) in zip(output, reference.output(sample.referenceInput).output.values) {
      #expect(abs(Double(found) - expected) < 1e-5)
    }
    // Two backward passes, as of real images and fakes, and the completion that belongs to an optimiser's step.
    for _ in 0..<2 {
      network.backward(sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: false)
    }
    Adam(network, Adam.Settings(learningRate: 1e-30), context).step()
    let outputWeights = sample.outputGradient.map { 2 * Double($0) }
    for (name, gradient) in NetworkSample.gradients(network) {
      for place in stride(from: 0, to: gradient.count, by: max(1, gradient.count / 20)) {
        let values = [0x1p-20, -0x1p-20].map { step in
          var parameters = sample.reference.parameters
          parameters[name]?[place] += step
          let output = self.reference(parameters, vectors).output(sample.referenceInput).output.values
          return zip(output, outputWeights).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let expected = (values[0] - values[1]) / 0x1p-19
        #expect(abs(Double(gradient[place]) - expected) < 2e-5, "\(name) at \(place)")
      }
    }
  }

  @Test func theVectorsGoOnWhenTheOptimiserStepsAndOnlyThen() throws {
    let network = sample.network(context)
    let first = try vectors(of: network)
    network.parametersDidChange()
    _ = network.forward(sample.inputTensor, .training)
    for (index, (u, v)) in try vectors(of: network) { #expect(first[index]?.u == u && first[index]?.v == v) }
    network.backward(sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: false)
    Adam(network, Adam.Settings(learningRate: 0.05), context).step()
    for (index, (_, v)) in try vectors(of: network) { #expect(first[index]?.v != v, "layer \(index)") }
  }

  /// What a checkpoint holds is all that the outputs depend on.
  @Test func aNetworkWithTheSameStateComputesTheSameBits() throws {
    let network = sample.network(context)
    let optimizer = Adam(network, Adam.Settings(learningRate: 0.05), context)
    func train(_ network: Sequential, _ optimizer: Adam) -> [Float] {
      network.clearGradients()
      let output = network.forward(sample.inputTensor, .training).values
      network.backward(sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: false)
      optimizer.step()
      return output
    }
    for _ in 0..<3 { _ = train(network, optimizer) }
    let copy = sample.network(context)
    let otherOptimizer = Adam(copy, Adam.Settings(learningRate: 0.05), context)
    func state(_ network: Sequential, _ optimizer: Adam) -> [NamedState] {
      network.namedState(prefix: "") + optimizer.namedState(prefix: "adam.")
    }
    for (to, from) in zip(state(copy, otherOptimizer), state(network, optimizer)) { to.write(from.read()) }
    copy.parametersDidChange()
    for _ in 0..<3 { #expect(train(network, optimizer) == train(copy, otherOptimizer)) }
  }
}
