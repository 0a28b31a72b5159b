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

  /// What is done at a place, and how.
  private struct Operation: Hashable {
    let place: String
    let kind: ProfileLabel.Operation
  }

  /// The sums of the rows of each operation.
  private static func byOperation(
    _ rows: [ProfileLabel: StepBenchmark.Row]
  ) -> [Operation: (calls: Double, multiplyAdds: Double, multiplyAddsAnImage: Int)] {
    var sums: [Operation: (calls: Double, multiplyAdds: Double, multiplyAddsAnImage: Int)] = [:]
    for (label, row) in rows {
      let operation = Operation(place: label.place, kind: label.operation)
      let sum = sums[operation] ?? (0, 0, label.multiplyAdds)
      sums[operation] = (sum.calls + row.calls, sum.multiplyAdds + row.multiplyAdds, label.multiplyAdds)
    }
    return sums
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
    // How much of batch norm is done by the layers beside it depends on the pass, so that it has a label for each way.
    let (before, after) = (Self.byOperation(step), Self.byOperation(rows()))
    #expect(Set(before.keys) == Set(after.keys))
    for (operation, rows) in after {
      let earlier = try #require(before[operation])
      // The step has changed the weights, so that they are packed anew.
      let kinds: [ProfileLabel.Operation] = [.packing, .forward, .elementwise]
      let isRepeated = operation.place.hasPrefix("generator.") && kinds.contains(operation.kind)
      #expect(rows.calls == earlier.calls + (isRepeated ? 1 : 0))
      #expect(rows.multiplyAdds == earlier.multiplyAdds + (isRepeated ? Double(3 * rows.multiplyAddsAnImage) : 0))
    }
  }

  /// The step's own multiply-adds are those that an architecture's cost says.
  @Test func theRowsOfAStepAddUpToItsCost() throws {
    try trainer.train(lastStep: 1, observers: [])
    let sum = rows().values.reduce(0) { $0 + $1.multiplyAdds }
    #expect(sum == Double(8 * (try Architecture.small.cost().stepMultiplyAdds)))
  }
}
