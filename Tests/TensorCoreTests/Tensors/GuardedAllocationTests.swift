import TensorCore
import Testing

/// Memory that starts as not-a-number between guards: nothing reads what was never written, or writes outside.
struct GuardedAllocationTests {
  /// A guard that changed stops the program when its storage is released.
  @Test(arguments: OperationSample.all)
  func operationsNeedNoZerosAndStayInside(_ sample: OperationSample) throws {
    for instructionSet in InstructionSet.available {
      let context = try ComputeContext(threads: 2, instructionSet: instructionSet)
      let expected = sample.run(context)
      let guarded = try GuardedAllocation.$isOn.withValue(true) {
        sample.run(try ComputeContext(threads: 2, instructionSet: instructionSet))
      }
      #expect(bitMismatch(guarded, expected) == nil, "\(instructionSet)")
    }
  }

  /// The engines over many shapes, under the reference's whole numbers.
  @Test(arguments: 1...5) func drawnLayersNeedNoZerosAndStayInside(kernelSize: Int) throws {
    for instructionSet in InstructionSet.available {
      let context = try ComputeContext(threads: 2, instructionSet: instructionSet)
      var generator = SeededGenerator(seed: 140)
      for shape in ConvolutionCase.drawn(kernelSize: kernelSize, count: 2, limit: 100_000, seed: 141) {
        let layer = ConvolutionLayer(shape: shape, context: context)
        let x = generator.floats(shape.input.count)
        let dy = generator.floats(shape.output.count)
        let weights = generator.floats(shape.weightCount)
        let bias = generator.floats(shape.outputChannels)
        func results() -> [Float] {
          layer.output(x, weights: weights, bias: bias) + layer.inputGradient(dy, weights: weights)
            + layer.weightGradient(x, dy, start: weights)
        }
        let guarded = GuardedAllocation.$isOn.withValue(true) { results() }
        #expect(bitMismatch(guarded, results()) == nil, "\(shape), \(instructionSet)")
      }
    }
  }

  @Test func freshGuardedMemoryIsNotANumber() {
    let storage = TensorStorage(count: 21, guarded: true)
    #expect((0..<21).allSatisfy { storage.pointer[$0].isNaN })
    #expect(storage.guardsAreIntact)
  }

  @Test func freshMemoryIsZero() {
    let tensor = Tensor(count: 21)
    #expect(tensor.values == [Float](repeating: 0, count: 21))
  }

  @Test(arguments: [-64, -1, 21, 84]) func aWriteOutsideIsNoticed(index: Int) {
    let storage = TensorStorage(count: 21, guarded: true)
    let guardValue = storage.pointer[index]
    storage.pointer[index] = 0
    #expect(!storage.guardsAreIntact)
    // A storage is released only with its guards intact.
    storage.pointer[index] = guardValue
    #expect(storage.guardsAreIntact)
  }

  @Test(arguments: [1, 15, 16, 1000]) func storageIsAligned(count: Int) {
    for guarded in [false, true] {
      let storage = TensorStorage(count: count, guarded: guarded)
      #expect(Int(bitPattern: storage.pointer) % 64 == 0)
    }
  }
}
