import NeuralNetwork
import TensorCore
import Testing

/// The optimiser over a network; its arithmetic is tested against double precision in `TensorCoreTests`.
struct OptimizerTests {
  private static let layers: [LayerDescription] = [.linear(outputs: 3, bias: true), .batchNorm]

  private func trained(steps: Int, _ settings: Adam.Settings) throws -> (network: Sequential, optimizer: Adam) {
    let context = try ComputeContext(threads: 1)
    let sample = try NetworkSample(Shape(channels: 5), Self.layers, images: 4, seed: 20)
    let network = sample.network(context)
    let optimizer = Adam(network, settings, context)
    for _ in 0..<steps {
      network.clearGradients()
      _ = network.forward(sample.inputTensor, .training)
      network.backward(sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: false)
      optimizer.step()
    }
    return (network, optimizer)
  }

  @Test func settingsDefaultToTheDCGANPapers() {
    let settings = Adam.Settings()
    #expect(settings.learningRate == 2e-4)
    #expect(settings.beta1 == 0.5)
    #expect(settings.beta2 == 0.999)
    #expect(settings.epsilon == 1e-8)
  }

  /// With a constant gradient g both corrected moments are g and g^2 at every step, so that each step is the learning
  /// rate against the sign of g: this fails if the running products of the corrections are off by a step. The first
  /// moment is rounded 3 t times after t steps, the second 4 t, of which the root takes half; six more are in the step,
  /// and each new weight, at most 1, is rounded once.
  @Test func biasCorrectionFollowsTheSteps() throws {
    let context = try ComputeContext(threads: 1)
    let sample = try NetworkSample(Shape(channels: 5), [.linear(outputs: 3, bias: true)], images: 1, seed: 21)
    let network = sample.network(context)
    let optimizer = Adam(network, .init(learningRate: 0.01, beta1: 0.5, beta2: 0.9), context)
    let training = try #require(network.parameters.training)
    let start = network.parameters.values.values
    let gradients = start.indices.map { Float($0 % 3 - 1) * 0.37 }
    training.gradients.values = gradients
    var tolerance = 0.0
    for step in 1...20 {
      optimizer.step()
      tolerance += (Double(5 * step + 12) * 0.01 + 1) * 0x1p-24
      for (index, value) in network.parameters.values.values.enumerated() {
        let gradient = Double(gradients[index])
        let expected = Double(start[index]) - Double(step) * 0.01 * gradient / (abs(gradient) + 1e-8)
        #expect(abs(Double(value) - expected) <= tolerance, "value \(index) after step \(step)")
      }
    }
    #expect(optimizer.steps == 20)
  }

  /// The layers compute with the new parameters at once.
  @Test func layersTakeOverTheStep() throws {
    let (network, _) = try trained(steps: 2, .init(learningRate: 0.1))
    let sample = try NetworkSample(Shape(channels: 5), Self.layers, images: 4, seed: 20)
    let after = network.forward(sample.inputTensor, .inference).values
    network.parametersDidChange()
    #expect(network.forward(sample.inputTensor, .inference).values == after)
  }

  @Test func stateRestoresTheOptimizer() throws {
    let settings = Adam.Settings(learningRate: 0.01)
    let (network, optimizer) = try trained(steps: 3, settings)
    let context = try ComputeContext(threads: 1)
    let restored = Sequential(network.plan, maximumImages: 4, purpose: .training(inputGradient: false), context)
    let restoredOptimizer = Adam(restored, settings, context)
    let pairs = zip(
      network.namedState(prefix: "n.") + optimizer.namedState(prefix: "o."),
      restored.namedState(prefix: "n.") + restoredOptimizer.namedState(prefix: "o."))
    for (saved, target) in pairs {
      #expect(saved.name == target.name)
      target.write(saved.read())
    }
    restored.parametersDidChange()

    // One step more, on the same gradients.
    let gradients = try #require(network.parameters.training).gradients
    try #require(restored.parameters.training).gradients.values = gradients.values
    optimizer.step()
    restoredOptimizer.step()
    #expect(restoredOptimizer.steps == 4)
    #expect(restored.parameters.values.values == network.parameters.values.values)
  }
}
