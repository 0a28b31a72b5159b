import NeuralNetwork
import TensorCore
import Testing

/// Outputs and gradients of layers and networks against the double-precision reference and its differences.
struct GradientTests {
  /// At most this many places of a tensor are tried, evenly spread: a difference takes two passes of the slow
  /// reference.
  private static let placesTried = 40

  private func places(_ count: Int) -> [Int] {
    let step = max(1, count / Self.placesTried)
    return Array(stride(from: 0, to: count, by: step))
  }

  // MARK: Exact

  /// A network of rectifiers is linear in each single parameter near its value. With whole inputs and weights, and
  /// biases that keep every rectifier's input an odd multiple of a power of two away from its kink, nothing is rounded,
  /// neither in float32 nor in a difference of step 2^-18.
  private func exactSample(_ input: Shape, _ layers: [LayerDescription], images: Int) throws -> NetworkSample {
    // Each rectifier of slope 1/4 makes the values' unit a quarter of what it was, and each bias halves it.
    var unit: Float = 1
    var substream: UInt32 = 0
    return try NetworkSample(input, layers, images: images) { name, count in
      var values = [Float](repeating: 0, count: count)
      RandomStream(seed: 1, purpose: .evaluation, substream: substream).fillUniforms(&values, in: -1.5...1.5)
      substream += 1
      guard name.hasSuffix("bias") else { return values.map { $0.rounded() } }
      unit /= 2
      defer { unit /= 4 }
      return values.map { ((2 * $0).rounded(.down) * 2 + 1) * unit }
    }
  }

  static let rectifierNetworks: [(name: String, input: Shape, layers: [LayerDescription], images: Int)] = [
    (
      "linear", Shape(height: 2, width: 3, channels: 3), [.linear(outputs: 5, bias: true)], 3
    ),
    (
      "linear, reshape", Shape(channels: 4),
      [.linear(outputs: 18, bias: true), .reshape(height: 3, width: 2, channels: 3), .leakyReLU(slope: 0.25)], 2
    ),
    (
      "reshape alone", Shape(height: 2, width: 3, channels: 2), [.reshape(height: 4, width: 1, channels: 3)], 2
    ),
    (
      "convolution", Shape(height: 5, width: 4, channels: 2),
      [.convolution(.init(channels: 17, kernelSize: 3, stride: 2, padding: 1, bias: true)), .relu], 2
    ),
    (
      "up-sampling", Shape(height: 2, width: 3, channels: 17), [.upsampling(scale: 2), .upsampling(scale: 1)], 2
    ),
    (
      "up-sampling before a convolution", Shape(height: 2, width: 2, channels: 3),
      [
        .convolution(.init(channels: 2, kernelSize: 1, bias: true)), .relu, .upsampling(scale: 3),
        .convolution(.init(channels: 1, kernelSize: 3, padding: 1, bias: true)),
      ], 2
    ),
    (
      "padding by sides", Shape(height: 6, width: 4, channels: 2),
      [
        .convolution(
          .init(
            channels: 5, kernelSize: 3, stride: 2, padding: .init(top: 0, left: 2, bottom: 1, right: 0), bias: true)),
        .relu,
        .transposedConvolution(
          .init(
            channels: 2, kernelSize: 4, stride: 2, padding: .init(top: 3, left: 0, bottom: 1, right: 2), bias: true),
          outputPadding: 1),
      ], 2
    ),
    (
      "transposed convolution", Shape(height: 2, width: 3, channels: 18),
      [
        .transposedConvolution(
          .init(channels: 3, kernelSize: 4, stride: 2, padding: 1, bias: true), outputPadding: 1),
        .leakyReLU(slope: 0.25),
      ], 2
    ),
    (
      "generator", Shape(channels: 5),
      [
        .linear(outputs: 36, bias: true), .reshape(height: 2, width: 1, channels: 18), .relu,
        .transposedConvolution(.init(channels: 4, kernelSize: 4, stride: 2, padding: 1, bias: true), outputPadding: 0),
        .leakyReLU(slope: 0.25), .convolution(.init(channels: 1, kernelSize: 3, padding: 1, bias: true)),
      ], 3
    ),
    (
      "discriminator", Shape(height: 6, width: 5, channels: 1),
      [
        .convolution(.init(channels: 17, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.25),
        .convolution(.init(channels: 3, kernelSize: 2, bias: true)), .leakyReLU(slope: 0.25),
        .linear(outputs: 1, bias: true),
      ], 3
    ),
    (
      "projection on classes", Shape(height: 3, width: 2, channels: 2),
      [.linear(outputs: 4, bias: true), .classProjection(classes: 3)], 5
    ),
  ]

  @Test(arguments: rectifierNetworks)
  func rectifierNetworksAreExact(name: String, input: Shape, layers: [LayerDescription], images: Int) throws {
    let sample = try exactSample(input, layers, images: images)
    let (reference, x) = (sample.reference, sample.referenceInput)
    let actual = sample.results(try ComputeContext(threads: 2))
    let expected = reference.output(x)
    #expect(actual.output.map(Double.init) == expected.output.values)
    #expect(expected.distanceToKink > 0x1p-10)

    let outputWeights = sample.outputGradient.map(Double.init)
    #expect(actual.gradients.count == sample.parameters.count + 1)
    for (variable, gradient) in actual.gradients {
      for place in places(gradient.count) {
        let derivative = reference.derivative(x, outputWeights: outputWeights, variable, at: place, step: 0x1p-18)
        #expect(Double(gradient[place]) == derivative, "\(variable) at \(place)")
      }
    }
  }

  // MARK: Within the rounding error

  static let networks: [(name: String, input: Shape, layers: [LayerDescription], images: Int)] = [
    ("batch normalisation", Shape(height: 2, width: 3, channels: 3), [.batchNorm], 3),
    ("batch normalisation of vectors", Shape(channels: 5), [.batchNorm, .relu], 4),
    (
      "batch normalisation, leaky", Shape(height: 3, width: 1, channels: 17), [.batchNorm, .leakyReLU(slope: 0.2)], 2
    ),
    (
      "a slope of 1 is no activation", Shape(height: 3, width: 1, channels: 2),
      [.batchNorm, .leakyReLU(slope: 1), .tanh], 2
    ),
    ("activations", Shape(height: 3, width: 2, channels: 2), [.leakyReLU(slope: 0.2), .tanh], 2),
    (
      "rectifiers in a row", Shape(height: 3, width: 2, channels: 2),
      [.leakyReLU(slope: 0.2), .leakyReLU(slope: 0.5), .relu], 2
    ),
    (
      "generator", Shape(channels: 4),
      [
        .linear(outputs: 12, bias: false), .reshape(height: 2, width: 2, channels: 3), .batchNorm, .relu,
        .transposedConvolution(.init(channels: 2, kernelSize: 4, stride: 2, padding: 1, bias: false), outputPadding: 0),
        .batchNorm, .leakyReLU(slope: 0.2), .convolution(.init(channels: 2, kernelSize: 3, padding: 1, bias: true)),
        .tanh,
      ], 3
    ),
    (
      "discriminator", Shape(height: 7, width: 6, channels: 1),
      [
        .convolution(.init(channels: 3, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
        .convolution(.init(channels: 4, kernelSize: 3, stride: 2, padding: 1, bias: false)), .batchNorm,
        .leakyReLU(slope: 0.2), .convolution(.init(channels: 1, kernelSize: 2, bias: true)),
      ], 3
    ),
    ("modulation by classes", Shape(height: 2, width: 3, channels: 3), [.classModulation(classes: 2)], 3),
    (
      "modulation by classes of vectors", Shape(channels: 17), [.classModulation(classes: 3), .leakyReLU(slope: 0.2)],
      4
    ),
    (
      "a slope of 1 behind a modulation is no activation", Shape(height: 3, width: 1, channels: 2),
      [.classModulation(classes: 2), .leakyReLU(slope: 1), .tanh], 2
    ),
    (
      "conditional generator", Shape(channels: 4),
      [
        .linear(outputs: 12, bias: false), .reshape(height: 2, width: 2, channels: 3), .batchNorm,
        .classModulation(classes: 3), .relu,
        .transposedConvolution(.init(channels: 2, kernelSize: 4, stride: 2, padding: 1, bias: false), outputPadding: 0),
        .batchNorm, .classModulation(classes: 3), .leakyReLU(slope: 0.2),
        .convolution(.init(channels: 2, kernelSize: 3, padding: 1, bias: true)), .tanh,
      ], 4
    ),
    (
      "conditional discriminator", Shape(height: 7, width: 6, channels: 1),
      [
        .convolution(.init(channels: 3, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
        .convolution(.init(channels: 4, kernelSize: 2, bias: false)), .batchNorm, .leakyReLU(slope: 0.2),
        .linear(outputs: 5, bias: true), .classProjection(classes: 4),
      ], 5
    ),
    (
      "batch normalisation of each feature", Shape(channels: 3),
      [
        .linear(outputs: 12, bias: true), .relu, .batchNorm, .reshape(height: 2, width: 3, channels: 2),
        .upsampling(scale: 2), .convolution(.init(channels: 2, kernelSize: 3, padding: 1, bias: false)), .batchNorm,
        .leakyReLU(slope: 0.2), .linear(outputs: 3, bias: false), .batchNorm,
      ], 4
    ),
    (
      "batch normalisation between other layers", Shape(height: 2, width: 2, channels: 2),
      [
        .batchNorm, .tanh, .reshape(height: 1, width: 4, channels: 2), .batchNorm, .linear(outputs: 3, bias: true),
        .batchNorm, .tanh,
      ], 4
    ),
  ]

  /// The first drawn sample whose rectifiers are all so far from their kinks that no change below reaches one.
  private static func sample(
    _ input: Shape, _ layers: [LayerDescription], images: Int, withStatistics: Bool = false
  ) throws -> NetworkSample {
    for seed in 1...100 {
      var sample = try NetworkSample(input, layers, images: images, seed: UInt64(seed))
      if withStatistics { sample.drawStatistics() }
      if sample.reference.output(sample.referenceInput).distanceToKink > 0x1p-10 { return sample }
    }
    throw NoSampleError()
  }

  /// No drawn sample is far enough from the kinks of its rectifiers.
  private struct NoSampleError: Error {}

  /// Rounding changes what every layer gives, forward and backward, by as many relative errors of 2^-24 at most as
  /// there are terms in its longest sum, relative to the sum of the terms' magnitudes. What that does to an output or a
  /// gradient is seen in the reference by changing every parameter and what every layer gives by the relative amount
  /// 2^-16 with drawn signs, and scaling the largest change within a tensor, to first order. Drawn signs are not the
  /// worst case, but nor is rounding. A difference of step h = 2^-17 adds h^2 / 6 = 1e-11 times a third derivative, and
  /// 2^-53 / h = 1.5e-11 times the rounding of a loss of order 10 by hundreds of operations: 1e-7 has room for both.
  @Test(arguments: networks)
  func networksAreWithinTheRoundingError(name: String, input: Shape, layers: [LayerDescription], images: Int) throws {
    let sample = try Self.sample(input, layers, images: images)
    let (reference, x) = (sample.reference, sample.referenceInput)
    let expected = reference.output(x)

    let change = 0x1p-16
    let changed = [1, 2].map { Self.changed(reference, by: change, seed: $0) }
    let error = Double(sample.roundings) * 0x1p-24 / change
    func tolerance(_ expected: [Double], _ changed: [[Double]]) -> Double {
      let changes = changed.flatMap { zip($0, expected).map { abs($0 - $1) } }
      return error * (changes.max() ?? 0)
    }

    let actual = sample.results(try ComputeContext(threads: 2))
    let outputTolerance = tolerance(expected.output.values, changed.map { $0.output(x).output.values })
    #expect(actual.output.count == expected.output.values.count)
    for (value, expected) in zip(actual.output, expected.output.values) {
      #expect(abs(Double(value) - expected) <= outputTolerance)
    }

    let outputWeights = sample.outputGradient.map(Double.init)
    #expect(actual.gradients.count == sample.parameters.count + 1)
    for (variable, gradient) in actual.gradients {
      let places = places(gradient.count)
      func derivatives(_ network: ReferenceNetwork) -> [Double] {
        places.map { network.derivative(x, outputWeights: outputWeights, variable, at: $0, step: 0x1p-17) }
      }
      let expected = derivatives(reference)
      let tolerance = tolerance(expected, changed.map(derivatives)) + 1e-7
      for (place, expected) in zip(places, expected) {
        #expect(abs(Double(gradient[place]) - expected) <= tolerance, "\(variable) at \(place)")
      }
    }
  }

  /// The same tolerances as above, with running statistics, which the input's gradient passes as constants.
  @Test(arguments: networks)
  func inputGradientsWithRunningStatistics(
    name: String, input: Shape, layers: [LayerDescription], images: Int
  ) throws {
    let sample = try Self.sample(input, layers, images: images, withStatistics: true)
    let (reference, x) = (sample.reference, sample.referenceInput)
    let change = 0x1p-16
    let changed = Self.changed(reference, by: change, seed: 1)
    let error = Double(sample.roundings) * 0x1p-24 / change
    func tolerance(_ expected: [Double], _ changed: [Double]) -> Double {
      error * (zip(expected, changed).map { abs($0 - $1) }.max() ?? 0) + 1e-7
    }

    let actual = sample.inferenceResults(try ComputeContext(threads: 2))
    let output = reference.output(x).output.values
    let outputTolerance = tolerance(output, changed.output(x).output.values)
    #expect(actual.output.count == output.count)
    #expect(zip(actual.output, output).allSatisfy { abs(Double($0) - $1) <= outputTolerance })

    let outputWeights = sample.outputGradient.map(Double.init)
    let places = places(sample.input.count)
    #expect(actual.inputGradient.count == sample.input.count)
    func derivatives(_ network: ReferenceNetwork) -> [Double] {
      places.map { network.derivative(x, outputWeights: outputWeights, .input, at: $0, step: 0x1p-17) }
    }
    let expected = derivatives(reference)
    let gradientTolerance = tolerance(expected, derivatives(changed))
    for (place, expected) in zip(places, expected) {
      #expect(abs(Double(actual.inputGradient[place]) - expected) <= gradientTolerance, "at \(place)")
    }
  }

  /// The network with every parameter changed, and disturbed on the way.
  private static func changed(_ network: ReferenceNetwork, by change: Double, seed: UInt64) -> ReferenceNetwork {
    var network = network
    var disturbance = ReferenceNetwork.Disturbance(change: change, seed: seed)
    for name in network.parameters.keys.sorted() {
      network.parameters[name] = network.parameters[name].map { disturbance($0) }
    }
    network.disturbance = disturbance
    return network
  }
}
