import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// The same seed gives the same bytes, however the work is done.
struct DeterminismTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static let steps = 3

  /// A checkpoint's bytes after a few steps.
  private func trained(
    _ configuration: TrainingConfiguration, on context: ComputeContext
  ) throws -> [UInt8] {
    let trainer = try Trainer.sample(configuration, context)
    try trainer.train(lastStep: Self.steps, observers: [])
    let path = directory.file("checkpoint.safetensors")
    try Checkpoint.write(trainer.state, to: path)
    return try bytes(ofFile: path)
  }

  private static let architectures = [Architecture.small, .tiled]

  @Test(arguments: [2, 3, 7], architectures)
  func anyNumberOfThreadsGivesTheSameBytes(threads: Int, architecture: Architecture) throws {
    let configuration = TrainingConfiguration.sample(architecture, batchSize: 16)
    #expect(try trained(configuration, on: ComputeContext(threads: threads)) == trained(configuration, on: .single()))
  }

  @Test(arguments: [1, 5, 12345], architectures)
  func anyOrderOfTheWorkGivesTheSameBytes(seed: Int, architecture: Architecture) throws {
    let configuration = TrainingConfiguration.sample(architecture, batchSize: 16)
    let expected = try trained(configuration, on: .single())
    for threads in [1, 3] {
      let context = try ComputeContext(threads: threads, order: .scattered(seed: seed))
      #expect(try trained(configuration, on: context) == expected)
    }
  }

  @Test(
    .enabled(if: InstructionSet.available.count > 1, "This processor has a single instruction set."),
    arguments: architectures)
  func avx2AndAVX512GiveTheSameBytes(architecture: Architecture) throws {
    let results = try InstructionSet.available.map {
      try trained(.sample(architecture, batchSize: 16), on: ComputeContext(threads: 2, instructionSet: $0))
    }
    for result in results.dropFirst() { #expect(result == results[0]) }
  }

  @Test func theTwoWaysToConvolveGiveOtherBytesWhereBothArePossible() throws {
    for (architecture, differ) in [(Architecture.small, false), (.tiled, true)] {
      var configuration = TrainingConfiguration.sample(architecture)
      let winograd = try trained(configuration, on: .single())
      configuration.convolutionMethod = .direct
      let state = try TrainingState.trained(configuration, steps: Self.steps).allValues
      configuration.convolutionMethod = .winograd
      let other = try TrainingState.trained(configuration, steps: Self.steps).allValues
      #expect((state != other) == differ)
      #expect(try trained(configuration, on: .single()) == winograd)
    }
  }

  @Test func aRunTwiceGivesTheSameBytesAndEachSettingThatMayChangeThemDoes() throws {
    let expected = try trained(.sample(), on: .single())
    #expect(try trained(.sample(), on: .single()) == expected)
    var optimizers = TrainingConfiguration.sample()
    optimizers.beta1 = 0.6
    for other in [
      TrainingConfiguration.sample(batchSize: 9), .sample(learningRate: 1e-3), .sample(latents: .uniform),
      .sample(seed: 2), optimizers,
    ] {
      #expect(try trained(other, on: .single()) != expected)
    }
  }
}
