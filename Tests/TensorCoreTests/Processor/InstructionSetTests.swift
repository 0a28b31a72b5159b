import TensorCore
import Testing

struct InstructionSetTests {
  @Test func thisProcessorHasKernels() {
    #expect(!InstructionSet.available.isEmpty)
    #expect(Set(InstructionSet.available).count == InstructionSet.available.count)
  }

  @Test func theFastestIsChosen() throws {
    let context = try ComputeContext(threads: 1)
    #expect(context.instructionSet == InstructionSet.available.first)
  }

  @Test(arguments: InstructionSet.available) func theOneAskedForIsChosen(_ instructionSet: InstructionSet) throws {
    let context = try ComputeContext(threads: 1, instructionSet: instructionSet)
    #expect(context.instructionSet == instructionSet)
  }

  @Test(arguments: InstructionSet.allCases.filter { !InstructionSet.available.contains($0) })
  func oneThatIsMissingIsRefused(_ instructionSet: InstructionSet) throws {
    let error = try #require(throws: UnsupportedProcessorError.self) {
      try ComputeContext(threads: 1, instructionSet: instructionSet)
    }
    let names = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
    #expect(
      error.description
        == "This processor does not support the instruction set '\(instructionSet.rawValue)'. It supports: \(names).")
  }

  /// AVX-512 includes AVX2.
  @Test(.enabled(if: InstructionSet.available.contains(.avx512), "This processor lacks AVX-512."))
  func avx512ImpliesAVX2() {
    #expect(InstructionSet.available.contains(.avx2))
  }
}
