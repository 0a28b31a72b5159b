import NeuralNetwork
import TensorCore
import Testing

/// The sum of the gradients of a batch's shards.
struct GradientTreeTests {
  private static let shape = Shape(height: 3, width: 2, channels: 3)
  private let layers: [LayerDescription] = [
    .convolution(.init(channels: 5, kernelSize: 3, padding: 1, bias: true)), .batchNorm, .leakyReLU(slope: 0.2),
    .linear(outputs: 2, bias: true),
  ]

  private func network(_ context: ComputeContext) throws -> Sequential {
    try NetworkSample(Self.shape, layers, images: 2, seed: 1).network(context)
  }

  private func shardGradients(_ network: Sequential, shard: Int) throws -> Tensor {
    let gradients = try #require(network.parameters.training?.gradients)
    let range: ClosedRange<Float> = -1...1
    gradients.withMutableValues {
      RandomStream(seed: 3, purpose: .evaluation, substream: UInt32(shard)).fillUniforms($0, from: 0, in: range)
    }
    return gradients
  }

  /// The sum of a subtree, by its definition.
  private func sum(_ shards: ArraySlice<[Float]>) -> [Float] {
    guard shards.count > 1 else { return shards.first ?? [] }
    let middle = shards.startIndex + shards.count / 2
    return zip(sum(shards[..<middle]), sum(shards[middle...])).map { $0 + $1 }
  }

  @Test(arguments: [1, 2, 4, 8, 32], [1, 3])
  func theSumIsThatOfPairsOfPairs(shards: Int, threads: Int) throws {
    let context = try ComputeContext(threads: threads)
    let network = try network(context)
    let tree = GradientTree(shards: shards, [network], context)
    // The second step begins anew.
    for _ in 0..<2 {
      var all: [[Float]] = []
      for shard in 0..<shards {
        all.append(try shardGradients(network, shard: shard).values)
        tree.add(network)
      }
      #expect(try #require(network.parameters.training?.gradients).values == sum(all[...]))
    }
  }

  @Test func theOrderOfTheTreeIsSeenInTheBits() throws {
    let network = try network(ComputeContext(threads: 1))
    let all = try (0..<8).map { try shardGradients(network, shard: $0).values }
    let inARow = all.dropFirst().reduce(all[0]) { zip($0, $1).map { $0 + $1 } }
    #expect(sum(all[...]) != inARow)
  }

  @Test func networksOfAnySizeTakeTurns() throws {
    let context = try ComputeContext(threads: 1)
    let large = try network(context)
    let small = try NetworkSample(Shape(channels: 2), [.linear(outputs: 1, bias: true)], images: 2, seed: 1)
      .network(context)
    let tree = GradientTree(shards: 2, [small, large], context)
    for network in [large, small, large] {
      let all = try (0..<2).map { shard in
        let values = try shardGradients(network, shard: shard).values
        tree.add(network)
        return values
      }
      #expect(try #require(network.parameters.training?.gradients).values == sum(all[...]))
    }
  }

  /// Shards are normalised by themselves, so that the function whose gradient is taken is the sum of theirs: its
  /// central differences in double precision are compared.
  @Test func theSumIsTheGradientOfAllShardsTogether() throws {
    let context = try ComputeContext(threads: 2)
    let samples = try (0..<4).map { shard in
      var sample = try NetworkSample(Self.shape, layers, images: 3, seed: UInt64(10 + shard))
      sample.parameters = try NetworkSample(Self.shape, layers, images: 3, seed: 1).parameters
      return sample
    }
    let network = samples[0].network(context)
    let tree = GradientTree(shards: samples.count, [network], context)
    for sample in samples {
      network.clearGradients()
      _ = network.forward(sample.inputTensor, .shard)
      network.backward(sample.outputGradientTensor, addsParameterGradients: true, needsInputGradient: false)
      tree.add(network)
    }
    for (name, gradient) in NetworkSample.gradients(network) {
      for place in stride(from: 0, to: gradient.count, by: max(1, gradient.count / 20)) {
        let expected = samples.reduce(0.0) { sum, sample in
          sum
            + sample.reference.derivative(
              sample.referenceInput, outputWeights: sample.outputGradient.map(Double.init), .parameter(name), at: place,
              step: 1e-6)
        }
        #expect(
          abs(Double(gradient[place]) - expected) < 2e-4, "\(name)[\(place)]: \(gradient[place]), not \(expected)")
      }
    }
  }
}
