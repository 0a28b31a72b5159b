import NeuralNetwork
import TensorCore
import Testing

/// Running statistics of batches that are divided into shards.
struct ShardStatisticsTests {
  private static let shape = Shape(height: 3, width: 2, channels: 5)
  private static let images = 4
  private static let layers: [LayerDescription] = [.batchNorm, .relu, .minibatchDeviation]

  private func network(_ context: ComputeContext) throws -> Sequential {
    try NetworkSample(Self.shape, Self.layers, images: Self.images, seed: 1).network(context)
  }

  private func input(_ number: Int) throws -> NetworkSample {
    try NetworkSample(Self.shape, Self.layers, images: Self.images, seed: UInt64(30 + number))
  }

  private func values(_ network: Sequential) -> [String: NamedState.Values] {
    Dictionary(uniqueKeysWithValues: network.namedState(prefix: "").map { ($0.name, $0.read()) })
  }

  private func floats(_ name: String, _ network: Sequential) throws -> [Double] {
    guard case .floats(let floats)? = values(network)[name] else { return [] }
    return floats.map(Double.init)
  }

  @Test func aSingleShardMovesThemAsABatchDoes() throws {
    let context = try ComputeContext(threads: 2)
    let (whole, sharded) = (try network(context), try network(context))
    let statistics = ShardStatistics(of: sharded, shards: 1, maximumPasses: 2)
    for number in 0..<4 {
      let input = try input(number).inputTensor
      #expect(whole.forward(input, .training).values == sharded.forward(input, .shard).values)
      statistics.note(shard: 0)
      if number % 2 == 1 { statistics.move() }
    }
    #expect(values(whole) == values(sharded))
  }

  /// Means and unbiased variances of the shards are averaged, and a pass is one move of a tenth of the way.
  @Test func eachPassMovesThemOnceTowardsTheMeansOverTheShards() throws {
    let network = try network(ComputeContext(threads: 2))
    let statistics = ShardStatistics(of: network, shards: 4, maximumPasses: 3)
    let before = values(network)
    var expected = [(mean: 0.0, variance: 1.0)]
    expected = Array(repeating: expected[0], count: Self.shape.channels)
    for shard in 0..<4 {
      for pass in 0..<2 {
        _ = network.forward(try input(2 * shard + pass).inputTensor, .shard)
        statistics.note(shard: shard)
      }
    }
    #expect(values(network) == before, "nothing moves before all shards are there")
    statistics.move()

    let rows = Double(Self.images * Self.shape.pixels)
    for pass in 0..<2 {
      let moments = try (0..<4).map { ReferenceLayers.moments(try input(2 * $0 + pass).referenceInput) }
      for channel in expected.indices {
        let mean = moments.reduce(0) { $0 + $1.mean[channel] } / 4
        let variance = moments.reduce(0) { $0 + $1.variance[channel] } / 4 * rows / (rows - 1)
        expected[channel].mean += 0.1 * (mean - expected[channel].mean)
        expected[channel].variance += 0.1 * (variance - expected[channel].variance)
      }
    }
    let (means, variances) = (try floats("0.running_mean", network), try floats("0.running_var", network))
    for channel in expected.indices {
      #expect(abs(means[channel] - expected[channel].mean) < 1e-6)
      #expect(abs(variances[channel] - expected[channel].variance) < 1e-6)
    }
    #expect(values(network)["0.num_batches_tracked"] == .integers([2]))
  }

  @Test func whatTheLastChannelOfAMinibatchDeviationHoldsIsAveragedToo() throws {
    let context = try ComputeContext(threads: 1)
    var single: [Double] = []
    for number in 0..<2 {
      let network = try network(context)
      _ = network.forward(try input(number).inputTensor, .training)
      single.append(try floats("2.running_deviation", network)[0])
    }
    let network = try network(context)
    let statistics = ShardStatistics(of: network, shards: 2, maximumPasses: 1)
    for number in 0..<2 {
      _ = network.forward(try input(number).inputTensor, .shard)
      statistics.note(shard: number)
    }
    statistics.move()
    #expect(abs(try floats("2.running_deviation", network)[0] - (single[0] + single[1]) / 2) < 1e-7)
    #expect(single[0] != single[1])
  }
}
