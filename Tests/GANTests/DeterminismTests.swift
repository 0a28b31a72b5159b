import TensorCore
import Testing

@testable import GAN

/// The same seed gives the same bytes, however the work is done.
@Suite("Determinism")
struct DeterminismTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static let steps = 3

  /// A checkpoint's bytes after a few steps.
  private func trained(
    _ configuration: TrainingConfiguration = .sample(batchSize: 16), on context: ComputeContext
  ) throws -> [UInt8] {
    let trainer = try Trainer.sample(configuration, context)
    try trainer.train(lastStep: Self.steps, observers: [])
    let path = directory.file("checkpoint.safetensors")
    try Checkpoint.write(trainer.state, to: path)
    return try bytes(ofFile: path)
  }

  @Test("Any number of threads gives the same bytes", arguments: [2, 3, 7])
  func threads(threads: Int) throws {
    #expect(try trained(on: ComputeContext(threads: threads)) == trained(on: .single()))
  }

  @Test("Any order of the work gives the same bytes", arguments: [1, 5, 12345])
  func order(seed: Int) throws {
    let expected = try trained(on: .single())
    #expect(try trained(on: ComputeContext(threads: 1, order: .scattered(seed: seed))) == expected)
    #expect(try trained(on: ComputeContext(threads: 3, order: .scattered(seed: seed))) == expected)
  }

  @Test(
    "AVX2 and AVX-512 give the same bytes",
    .enabled(if: InstructionSet.available.count > 1, "This processor has a single instruction set."))
  func instructionSets() throws {
    let results = try InstructionSet.available.map {
      try trained(on: ComputeContext(threads: 2, instructionSet: $0))
    }
    for result in results.dropFirst() { #expect(result == results[0]) }
  }

  @Test("A run twice gives the same bytes, and each setting that may change them does")
  func settings() throws {
    let expected = try trained(.sample(), on: .single())
    #expect(try trained(.sample(), on: .single()) == expected)
    var optimizers = TrainingConfiguration.sample()
    optimizers.optimizer.beta1 = 0.6
    for other in [
      TrainingConfiguration.sample(batchSize: 9), .sample(learningRate: 1e-3), .sample(latents: .uniform),
      .sample(seed: 2), optimizers,
    ] {
      #expect(try trained(other, on: .single()) != expected)
    }
  }
}
