import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// What a profile says of a run that does more than train, as one with sample grids and health examinations does.
struct ProfileTests {
  private let profile = Profile()
  private let context: ComputeContext
  private let trainer: Trainer

  init() throws {
    context = try ComputeContext(threads: 1, profile: profile)
    trainer = try Trainer.sample(.sample(batchSize: 8), context)
  }

  private func rows() -> [ProfileLabel: StepBenchmark.Row] {
    let benchmark = StepBenchmark(profile, stepTimes: [.seconds(1)], batchSize: 8, peakMultiplyAdds: 1)
    return Dictionary(uniqueKeysWithValues: benchmark.rows.map { ($0.label, $0) })
  }

  /// A pass of three images is the work of three, not of a batch of eight.
  @Test func aPassOfFewerImagesCountsAsTheseImages() throws {
    try trainer.train(lastStep: 1, observers: [])
    let step = rows()
    for (label, row) in step {
      let images = Double(8) * row.calls
      #expect(row.multiplyAdds == Double(label.multiplyAdds) * images)
      #expect(row.bytes == Double(label.bytes) * images + Double(label.fixedBytes) * row.calls)
    }

    trainer.state.generator.sample(count: 3, first: 0, seed: 1, distribution: .normal) { _, _ in }
    let both = rows()
    #expect(Set(both.keys) == Set(step.keys))
    for (label, row) in both {
      let before = try #require(step[label])
      let isRepeated =
        label.place.hasPrefix("generator.") && (label.operation == .forward || label.operation == .elementwise)
      #expect(row.calls == before.calls + (isRepeated ? 1 : 0))
      #expect(row.multiplyAdds == before.multiplyAdds + (isRepeated ? Double(3 * label.multiplyAdds) : 0))
      #expect(row.bytes == before.bytes + (isRepeated ? Double(3 * label.bytes) : 0))
    }
  }

  /// The step's own multiply-adds are those that an architecture's cost says.
  @Test func theRowsOfAStepAddUpToItsCost() throws {
    try trainer.train(lastStep: 1, observers: [])
    let sum = rows().values.reduce(0) { $0 + $1.multiplyAdds }
    #expect(sum == Double(8 * (try Architecture.small.cost().stepMultiplyAdds)))
  }
}
