import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// Fakes that are left out of the generator's step.
struct TopFakesTests {
  private func kept(_ logits: [Float], fraction: Double) -> [Float] {
    let (tensor, gradient) = (Tensor(count: logits.count), Tensor(count: logits.count))
    tensor.values = logits
    gradient.values = logits.indices.map { Float($0 + 1) }
    var settings = TrainingSettings()
    (settings.batchSize, settings.keptFakes) = (2 * logits.count, fraction)
    settings.shards = 2
    TopFakes(kept: settings.keptFakesOfShard).keep(tensor, gradient: gradient)
    return gradient.values
  }

  @Test func theMeanIsThatOfTheFakesWithTheHighestLogits() {
    #expect(kept([0.5, -1, 3, 2], fraction: 0.5) == [0, 0, 6, 8])
    let threeOfFour: [Float] = [Float(4) / 3, 0, 3 * (Float(4) / 3), 4 * (Float(4) / 3)]
    #expect(kept([0.5, -1, 3, 2], fraction: 0.75) == threeOfFour)
    #expect(kept([0.5, -1, 3, 2], fraction: 0.01) == [0, 0, 12, 0])
    #expect(kept([0.5, -1, 3, 2], fraction: 1) == [1, 2, 3, 4])
  }

  @Test func inBatchesOfAnySizeTheBestAreKept() {
    for count in 2...40 {
      let noise = RandomStream(seed: UInt64(count), purpose: .evaluation)
      let logits = (0..<count).map { Float(noise.uint64(at: UInt64($0)) % 9) }
      let expected = logits.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }.prefix(count / 2)
      let gradient = kept(logits, fraction: Double(count / 2) / Double(count))
      let found = Set(gradient.indices.filter { gradient[$0] != 0 })
      #expect(found == Set(expected))
    }
  }

  @Test func ofEqualLogitsTheFirstAreKept() { #expect(kept([1, 1, 1, 1], fraction: 0.5) == [2, 4, 0, 0]) }

  @Test func onlyTheGeneratorLearnsOtherwise() throws {
    var configuration = TrainingConfiguration.sample()
    let all = try TrainingState.trained(configuration, steps: 1)
    configuration.keptFakes = 0.5
    let top = try TrainingState.trained(configuration, steps: 1)
    #expect(all.discriminator.network.parameters.values.values == top.discriminator.network.parameters.values.values)
    #expect(all.generator.network.parameters.values.values != top.generator.network.parameters.values.values)
  }
}
