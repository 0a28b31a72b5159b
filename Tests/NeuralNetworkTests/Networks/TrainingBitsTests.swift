import NeuralNetwork
import TensorCore
import Testing

/// Whole training steps give the same bits, whoever computes them and in whatever memory.
struct TrainingBitsTests {
  private func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }

  @Test(arguments: TrainingSample.all)
  func bitsDoNotDependOnWorkersOrOrder(_ sample: TrainingSample) throws {
    for instructionSet in InstructionSet.available {
      let expected = bits(try sample.run(ComputeContext(threads: 1, instructionSet: instructionSet)))
      for threads in [1, 2, 3, 7] {
        for order in [ParallelExecutor.Order.ascending, .scattered(seed: 3), .scattered(seed: 11)] {
          let context = try ComputeContext(threads: threads, instructionSet: instructionSet, order: order)
          let same = bits(try sample.run(context)) == expected
          #expect(same, "\(instructionSet), \(threads) workers, \(order)")
          let standingBy = bits(try context.executor.withWorkersStandingBy { try sample.run(context) }) == expected
          #expect(standingBy, "\(instructionSet), \(threads) workers standing by, \(order)")
        }
      }
    }
  }

  @Test(
    .enabled(if: InstructionSet.available.count > 1, "This processor has one instruction set with kernels."),
    arguments: TrainingSample.all)
  func bitsDoNotDependOnTheInstructionSet(_ sample: TrainingSample) throws {
    let results = try InstructionSet.available.map {
      bits(try sample.run(ComputeContext(threads: 1, instructionSet: $0)))
    }
    for result in results.dropFirst() {
      let same = result == results[0]
      #expect(same)
    }
  }

  /// Planned memory that starts as not-a-number between guards; a guard that changed stops the program.
  @Test(arguments: TrainingSample.all)
  func trainingNeedsNoZerosAndStaysInside(_ sample: TrainingSample) throws {
    for instructionSet in InstructionSet.available {
      let context = try ComputeContext(threads: 2, instructionSet: instructionSet)
      let expected = try sample.run(context)
      #expect(expected.count { !$0.isFinite } == 0)
      let guarded = try GuardedAllocation.$isOn.withValue(true) {
        try sample.run(ComputeContext(threads: 2, instructionSet: instructionSet))
      }
      let same = bits(guarded) == bits(expected)
      #expect(same, "\(instructionSet)")
    }
  }
}
