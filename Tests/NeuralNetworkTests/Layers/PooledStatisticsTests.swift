import NeuralNetwork
import TensorCore
import Testing

/// Statistics that are estimated over several batches.
struct PooledStatisticsTests {
  private static let shape = Shape(height: 3, width: 2, channels: 5)
  private static let images = 4
  private static let batches = 6

  private func network(_ seed: UInt64, _ context: ComputeContext) throws -> Sequential {
    try NetworkSample(Self.shape, [.batchNorm, .relu], images: Self.images, seed: seed).network(context)
  }

  private func inputs() throws -> [Tensor] {
    try (0..<Self.batches).map {
      try NetworkSample(Self.shape, [.batchNorm], images: Self.images, seed: UInt64(20 + $0)).inputTensor
    }
  }

  private func values(_ network: Sequential) -> [String: NamedState.Values] {
    Dictionary(uniqueKeysWithValues: network.namedState(prefix: "").map { ($0.name, $0.read()) })
  }

  /// Both moments of all values are calculated as their definition has it, in double; moments of a batch are off by 8
  /// roundings of the 24 values of a channel (`NormalizationTests`), and results are rounded once.
  @Test func areMeanAndUnbiasedVarianceOverAllValuesOfAllBatches() throws {
    let network = try network(1, ComputeContext(threads: 2))
    let inputs = try inputs()
    network.estimateStatistics(batches: Self.batches) { inputs[$0] }
    guard case .floats(let means)? = values(network)["0.running_mean"],
      case .floats(let variances)? = values(network)["0.running_var"]
    else {
      Issue.record("there are no statistics")
      return
    }
    for channel in 0..<Self.shape.channels {
      let all = inputs.flatMap { input in
        stride(from: channel, to: input.count, by: Self.shape.channels).map { Double(input[$0]) }
      }
      let mean = all.reduce(0, +) / Double(all.count)
      let squares: [Double] = all.map { ($0 - mean) * ($0 - mean) }
      let variance = squares.reduce(0, +) / Double(all.count - 1)
      #expect(abs(Double(means[channel]) - mean) < 1e-5)
      #expect(abs(Double(variances[channel]) - variance) < 1e-5 * max(1, variance))
    }
    #expect(values(network)["0.num_batches_tracked"] == .integers([Int64(Self.batches)]))
  }

  @Test func dependNeitherOnStatisticsBeforeNorOnThreadsAndTrainingGoesOnAsBefore() throws {
    let inputs = try inputs()
    var found: [[String: NamedState.Values]] = []
    for threads in [1, 3] {
      let network = try network(1, ComputeContext(threads: threads))
      if threads == 3 { _ = network.forward(inputs[2], .training) }
      network.estimateStatistics(batches: Self.batches) { inputs[$0] }
      found.append(values(network))
      _ = network.forward(inputs[0], .training)
      #expect(values(network)["0.running_mean"] != found[0]["0.running_mean"], "the running mean moves again")
    }
    #expect(found[0] == found[1])
  }
}
