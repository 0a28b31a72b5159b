import NeuralNetwork
import TensorCore
import Testing

/// The channel that says how much the images of a batch differ.
struct MinibatchDeviationTests {
  private static let shape = Shape(height: 2, width: 3, channels: 2)
  private let context: ComputeContext
  private let sample: NetworkSample

  init() throws {
    context = try ComputeContext(threads: 2)
    sample = try NetworkSample(Self.shape, [.minibatchDeviation], images: 4, seed: 5)
  }

  private var size: Int { Self.shape.imageCount }

  /// The mean over all values of an image of their standard deviation.
  private func deviation(_ values: [Double]) -> Double {
    (0..<size).reduce(0.0) { sum, place in
      let own = (0..<sample.images).map { values[$0 * size + place] }
      let mean = own.reduce(0, +) / Double(own.count)
      let variance = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(own.count)
      return sum + (variance + 1e-8).squareRoot() / Double(size)
    }
  }

  @Test func theLastChannelHoldsTheDeviationAndTheOthersWhatTheyHeld() {
    let output = sample.network(context).forward(sample.inputTensor, .training)
    #expect(output.shape == Shape(images: 4, height: 2, width: 3, channels: 3))
    let expected = deviation(sample.input.map(Double.init))
    let input = sample.inputTensor.values
    for pixel in 0..<output.shape.pixels {
      #expect(abs(Double(output.values[pixel * 3 + 2]) - expected) < 1e-6)
      #expect(Array(output.values[pixel * 3..<pixel * 3 + 2]) == Array(input[pixel * 2..<pixel * 2 + 2]))
    }
  }

  @Test func theGradientIsThatOfTheOutput() throws {
    let found = try #require(sample.results(context).gradients[.input])
    let weights = sample.outputGradient.map(Double.init)
    func value(_ input: [Double]) -> Double {
      let ofChannel = deviation(input)
      return (0..<sample.images).reduce(0.0) { sum, image in
        let own = (0..<size).reduce(0.0) { $0 + input[image * size + $1] * weights[image * 18 + $1] }
        return sum + own + (size..<18).reduce(0.0) { $0 + ofChannel * weights[image * 18 + $1] }
      }
    }
    for place in found.indices {
      let values = [1e-5, -1e-5].map { step in
        var input = sample.input.map(Double.init)
        input[place] += step
        return value(input)
      }
      #expect(abs(Double(found[place]) - (values[0] - values[1]) / 2e-5) < 1e-5)
    }
  }

  @Test func equalImagesHaveAFiniteGradient() {
    let network = sample.network(context)
    let input = Tensor(Self.shape.with(images: 4))
    input.values = [Float](repeating: 0.25, count: input.count)
    _ = network.forward(input, .training)
    let gradient = network.backward(
      sample.outputGradientTensor, addsParameterGradients: false, needsInputGradient: true)
    #expect(gradient?.values.allSatisfy(\.isFinite) == true)
  }

  /// A tenth of the way at each batch; in inference the channel is that mean, whatever the batch.
  @Test func inferenceHasARunningMean() {
    let network = sample.network(context)
    _ = network.forward(sample.inputTensor, .training)
    _ = network.forward(sample.inputTensor, .training)
    let expected = deviation(sample.input.map(Double.init)) * (0.1 + 0.9 * 0.1)
    let alone = Tensor(Self.shape)
    alone.values = Array(sample.inputTensor.values.prefix(size))
    let output = network.forward(alone, .inference).values
    #expect(abs(Double(output[2]) - expected) < 1e-6)
    #expect(Array(network.forward(sample.inputTensor, .inference).values.prefix(output.count)) == output)
  }
}
