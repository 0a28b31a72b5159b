import NeuralNetwork
import TensorCore
import Testing

/// PyTorch's semantics of batch normalisation: which moments are used, and how the running ones move.
struct BatchNormTests {
  static let shapes: [(shape: Shape, images: Int)] = [
    (Shape(height: 1, width: 1, channels: 5), 2), (Shape(height: 3, width: 2, channels: 1), 1),
    (Shape(height: 3, width: 5, channels: 17), 3), (Shape(height: 2, width: 2, channels: 64), 4),
  ]

  private func runningMoments(_ network: Sequential) -> (mean: [Float], variance: [Float], batches: Int64?) {
    var moments: (mean: [Float], variance: [Float], batches: Int64?) = ([], [], nil)
    for state in network.namedState(prefix: "") {
      switch (state.name, state.read()) {
      case ("0.running_mean", .floats(let values)): moments.mean = values
      case ("0.running_var", .floats(let values)): moments.variance = values
      case ("0.num_batches_tracked", .integers(let values)): moments.batches = values.first
      default: break
      }
    }
    return moments
  }

  @Test func runningMomentsStartAtZeroAndOne() throws {
    let sample = try NetworkSample(Shape(channels: 3), [.batchNorm], images: 2, seed: 1)
    let moments = runningMoments(sample.network(try ComputeContext(threads: 1)))
    #expect(moments.mean == [0, 0, 0])
    #expect(moments.variance == [1, 1, 1])
    #expect(moments.batches == 0)
  }

  /// Two values a and -a have the mean 0 and the variance a^2, which is of epsilon's size here: any other epsilon
  /// shows. Scale and product are rounded.
  @Test func epsilonIsPyTorchs() throws {
    let plan = try NetworkPlan(input: Shape(channels: 1), layers: [.batchNorm])
    let network = Sequential(plan, maximumImages: 2, purpose: .inference, try ComputeContext(threads: 1))
    for state in network.namedState(prefix: "") where state.name == "0.weight" { state.write(.floats([1])) }
    let input = Tensor(Shape(images: 2, channels: 1))
    input.values = [0x1p-9, -0x1p-9]
    let expected = 0x1p-9 / (0x1p-18 + 1e-5).squareRoot()
    let values = network.forward(input, .training).values
    #expect(abs(Double(values[0]) - expected) <= 2.01 * 0x1p-24 * expected)
    #expect(values[1] == -values[0])
  }

  /// `running = 0.9 running + 0.1 new`, with the unbiased variance. The batch's moments, with n values of magnitude 1
  /// at most and a deviation of 1 at most, are off by at most 8 (n + 2) roundings (`NormalizationTests`), of which a
  /// tenth enters each time, and n / (n - 1) is at most 2; each step rounds a result of 1.1 at most once.
  @Test(arguments: shapes)
  func runningMomentsMoveByATenth(shape: Shape, images: Int) throws {
    let sample = try NetworkSample(shape, [.batchNorm, .relu], images: images, seed: 2)
    let network = sample.network(try ComputeContext(threads: 2))
    let rows = Double(images * shape.pixels)
    var mean = [Double](repeating: 0, count: shape.channels)
    var variance = [Double](repeating: 1, count: shape.channels)
    for step in 1...4 {
      let batch = try NetworkSample(shape, [.batchNorm], images: images, seed: UInt64(10 + step))
      _ = network.forward(batch.inputTensor, .training)
      let moments = ReferenceLayers.moments(batch.referenceInput)
      mean = zip(mean, moments.mean).map { 0.9 * $0 + 0.1 * $1 }
      variance = zip(variance, moments.variance).map { 0.9 * $0 + 0.1 * $1 * rows / (rows - 1) }

      let actual = runningMoments(network)
      let tolerance = Double(step) * (0.2 * 8 * (rows + 2) + 1.1) * 0x1p-24
      #expect(actual.batches == Int64(step))
      for channel in 0..<shape.channels {
        #expect(abs(Double(actual.mean[channel]) - mean[channel]) <= tolerance, "channel \(channel)")
        #expect(abs(Double(actual.variance[channel]) - variance[channel]) <= tolerance, "channel \(channel)")
      }
    }
  }

  /// `x * scale + shift` with both coefficients rounded, a fused multiply-add and the activation's product: 3
  /// roundings.
  @Test(arguments: shapes, [LayerDescription.relu, .leakyReLU(slope: 0.2), .leakyReLU(slope: 1)])
  func inferenceUsesTheRunningMoments(of it: (shape: Shape, images: Int), activation: LayerDescription) throws {
    let sample = try NetworkSample(it.shape, [.batchNorm, activation], images: it.images, seed: 3)
    let network = sample.network(try ComputeContext(threads: 2))
    _ = network.forward(sample.inputTensor, .training)
    let before = runningMoments(network)
    let actual = network.forward(sample.inputTensor, .inference).torchValues
    let after = runningMoments(network)
    #expect(before.mean == after.mean)
    #expect(before.variance == after.variance)
    #expect(before.batches == after.batches)

    let (mean, variance) = (before.mean.map(Double.init), before.variance.map(Double.init))
    let weight = sample.reference.parameters["0.weight"] ?? []
    let bias = sample.reference.parameters["0.bias"] ?? []
    let x = sample.referenceInput
    let normalized = ReferenceLayers.batchNorm(x, (mean, variance), weight: weight, bias: bias)
    let slope = Double((activation.kind as? LeakyReLU)?.slope ?? 0)
    x.forEachPlace { image, channel, row, column in
      let z = normalized[image, channel, row, column]
      let expected = z > 0 ? z : slope * z
      let scale = abs(weight[channel]) / (variance[channel] + 1e-5).squareRoot()
      let magnitude = scale * (abs(x[image, channel, row, column]) + abs(mean[channel])) + abs(bias[channel])
      let value = Double(actual[x.index(image, channel, row, column)])
      #expect(abs(value - expected) <= 3.01 * 0x1p-24 * magnitude)
    }
  }

  /// At inference an image's output is the same beside any others.
  @Test func inferenceDoesNotDependOnTheBatch() throws {
    let shape = Shape(height: 3, width: 3, channels: 5)
    let layers: [LayerDescription] = [
      .convolution(.init(channels: 17, kernelSize: 3, padding: 1, bias: false)), .batchNorm, .relu,
      .linear(outputs: 3, bias: true),
    ]
    let sample = try NetworkSample(shape, layers, images: 7, seed: 4)
    let network = sample.network(try ComputeContext(threads: 2))
    _ = network.forward(sample.inputTensor, .training)
    let together = network.forward(sample.inputTensor, .inference).values
    for image in 0..<7 {
      let alone = Tensor(shape)
      alone.values = Array(sample.inputTensor.values[image * shape.count..<(image + 1) * shape.count])
      #expect(network.forward(alone, .inference).values == Array(together[image * 3..<(image + 1) * 3]))
    }
  }
}
