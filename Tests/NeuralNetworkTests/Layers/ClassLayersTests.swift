import NeuralNetwork
import TensorCore
import Testing

/// Layers that go by the classes of images.
struct ClassLayersTests {
  private func network(_ layers: [LayerDescription], _ input: Shape, images: Int) throws -> Sequential {
    Sequential(
      try NetworkPlan(input: input, layers: layers), maximumImages: images, purpose: .training(inputGradient: true),
      try ComputeContext(threads: 2))
  }

  @Test func parametersAreARowForEachClass() throws {
    let plan = try NetworkPlan(
      input: Shape(height: 2, width: 2, channels: 5), layers: [.classModulation(classes: 3), .relu])
    #expect(plan.layers[0].parameters.map(\.shape) == [[3, 5], [3, 5]])
    #expect(plan.layers[0].parameters.map(\.name) == ["weight", "bias"])
    #expect(plan.classCount == 3)
    #expect(try NetworkPlan(input: Shape(channels: 2), layers: [.relu]).classCount == nil)
  }

  /// Gains begin around 1 and biases at 0, so that at first a class says little.
  @Test func modulationBeginsAsNearlyNothing() throws {
    let network = try network([.classModulation(classes: 4)], Shape(channels: 50), images: 1)
    network.parameters.initialize(seed: 1, firstSubstream: 0)
    let (gains, biases) = (network.parameters.entries[0], network.parameters.entries[1])
    let values = network.parameters.window(network.parameters.values, gains).values
    #expect(values.allSatisfy { abs($0 - 1) < 0.1 } && Set(values).count > 190)
    #expect(network.parameters.window(network.parameters.values, biases).values.allSatisfy { $0 == 0 })
  }

  /// An image's output and gradients depend on its own class alone, and no class without images has a gradient.
  @Test func aClassHasTheGradientOfItsOwnImages() throws {
    let shape = Shape(height: 2, width: 2, channels: 3)
    let network = try network([.classModulation(classes: 4)], shape, images: 3)
    for entry in network.parameters.entries {
      network.parameters.window(network.parameters.values, entry).values = (0..<12).map { Float($0 + 1) }
    }
    network.parametersDidChange()
    network.classes.set([2, 0, 2])
    let input = Tensor(shape.with(images: 3))
    input.values = (0..<36).map { Float($0 % 5) }
    let output = network.forward(input, .training).values
    for index in 0..<36 {
      let number = [2, 0, 2][index / 12] * 3 + index % 3 + 1
      #expect(output[index] == Float(index % 5) * Float(number) + Float(number))
    }
    network.clearGradients()
    let ones = Tensor(shape.with(images: 3))
    ones.values = [Float](repeating: 1, count: 36)
    network.backward(ones, addsParameterGradients: true, needsInputGradient: true)
    let gradients = try #require(network.parameters.training?.gradients)
    let biases = network.parameters.window(gradients, network.parameters.entries[1]).values
    #expect(biases == [4, 4, 4, 0, 0, 0, 8, 8, 8, 0, 0, 0])
    let gains = network.parameters.window(gradients, network.parameters.entries[0]).values
    for number in 0..<4 {
      for channel in 0..<3 {
        let places = (0..<36).filter { [2, 0, 2][$0 / 12] == number && $0 % 3 == channel }
        #expect(gains[number * 3 + channel] == places.reduce(0) { $0 + Float($1 % 5) })
      }
    }
  }

  @Test func theProjectionAddsTheValueOfTheImagesClass() throws {
    let network = try network([.classProjection(classes: 2)], Shape(channels: 3), images: 2)
    network.classes.set([1, 0])
    let input = Tensor(Shape(images: 2, channels: 3))
    input.values = [1, 20, 300, 4, 50, 600]
    #expect(network.forward(input, .training).values == [301, 54])
    let gradient = Tensor(Shape(images: 2, channels: 1))
    gradient.values = [7, 8]
    let back = network.backward(gradient, addsParameterGradients: true, needsInputGradient: true)
    #expect(back?.values == [7, 0, 7, 8, 8, 0])
  }

  @Test func layersAreWidenedByOutputs() {
    #expect(LayerDescription.linear(outputs: 1, bias: true).widened(by: 3) == .linear(outputs: 4, bias: true))
    #expect(
      LayerDescription.spectralConvolution(.init(channels: 1, kernelSize: 4, bias: true)).widened(by: 2)
        == .spectralConvolution(.init(channels: 3, kernelSize: 4, bias: true)))
    #expect(LayerDescription.tanh.widened(by: 2) == nil)
  }
}
