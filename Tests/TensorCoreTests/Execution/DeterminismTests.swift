import TensorCore
import Testing

/// Every operation gives the same bits, whoever computes it and in whatever order.
struct DeterminismTests {
  @Test(arguments: OperationSample.all)
  func bitsDoNotDependOnWorkersOrOrder(_ sample: OperationSample) throws {
    for instructionSet in InstructionSet.available {
      let expected = sample.run(try ComputeContext(threads: 1, instructionSet: instructionSet))
      for threads in [1, 2, 3, 7] {
        for order in [
          ParallelExecutor.Order.ascending, .scattered(seed: 1), .scattered(seed: 12), .scattered(seed: 345),
        ] {
          let context = try ComputeContext(threads: threads, instructionSet: instructionSet, order: order)
          let found = bitMismatch(sample.run(context), expected)
          #expect(found == nil, "\(instructionSet), \(threads) workers, \(order)")
        }
      }
    }
  }

  @Test(
    .enabled(if: InstructionSet.available.count > 1, "This processor has one instruction set with kernels."),
    arguments: OperationSample.all)
  func bitsDoNotDependOnTheInstructionSet(_ sample: OperationSample) throws {
    let results = try InstructionSet.available.map { instructionSet in
      sample.run(try ComputeContext(threads: 1, instructionSet: instructionSet))
    }
    for (instructionSet, result) in zip(InstructionSet.available, results).dropFirst() {
      #expect(bitMismatch(result, results[0]) == nil, "\(instructionSet) against \(InstructionSet.available[0])")
    }
  }
}
