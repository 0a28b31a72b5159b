import NeuralNetwork
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// Losses, penalties, augmentation and the layers that go with them, in whole runs.
struct MeansTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A run's means and networks.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var architecture = Architecture.small
    let set: @Sendable (inout TrainingSettings) -> Void

    var configuration: TrainingConfiguration {
      var configuration = TrainingConfiguration.sample(architecture)
      set(&configuration.settings)
      return configuration
    }
  }

  /// The small networks with another discriminator.
  private static func small(_ discriminator: [LayerDescription]) -> Architecture {
    var architecture = Architecture.small
    architecture.name = "other"
    architecture.discriminator = discriminator
    return architecture
  }

  private static let plain: [LayerDescription] = [
    .convolution(.init(channels: 18, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
    .convolution(.init(channels: 20, kernelSize: 3, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
    .linear(outputs: 1, bias: true),
  ]

  static let cases = [
    Case(testDescription: "hinge") { $0.loss = .hinge },
    Case(testDescription: "least squares, smooth") {
      $0.loss = .leastSquares
      $0.labelSmoothing = 0.1
    },
    Case(testDescription: "relativistic, with batch norm") { $0.loss = .relativistic },
    Case(testDescription: "penalties", architecture: small(plain)) {
      $0.loss = .relativistic
      ($0.penalty.r1, $0.penalty.r2, $0.penalty.interval) = (0.5, 0.25, 3)
    },
    Case(testDescription: "spectral, with a penalty", architecture: small(plain.map(\.spectrallyNormalized))) {
      ($0.penalty.r1, $0.penalty.interval) = (0.5, 2)
    },
    Case(testDescription: "deviation", architecture: small(plain.dropLast() + [.minibatchDeviation, plain[4]])) {
      $0.learningRate = 1e-3
    },
    Case(testDescription: "augmentation") { $0.augmentations = [.translation, .cutout, .flip] },
  ]

  /// Two epochs of five steps, and one of the third.
  private static let lastStep = 11

  private func trained(
    _ configuration: TrainingConfiguration, _ name: String, stops: [Int] = [], _ context: ComputeContext? = nil
  ) throws -> [UInt8] {
    let run = try RecordedRun(configuration, in: directory, name: name)
    for stop in stops + [Self.lastStep] { try run.train(lastStep: stop, context) }
    return try run.checkpointBytes
  }

  @Test(arguments: cases) func aRunThatStopsAfterEveryStepGivesTheSameBytes(_ it: Case) throws {
    let expected = try trained(it.configuration, "whole")
    #expect(try trained(it.configuration, "steps", stops: Array(1..<Self.lastStep)) == expected)
  }

  @Test(arguments: cases) func whoeverComputesGivesTheSameBytes(_ it: Case) throws {
    let expected = try trained(it.configuration, "one")
    for (number, instructionSet) in InstructionSet.available.enumerated() {
      for threads in [2, 3] {
        let context = try ComputeContext(
          threads: threads, instructionSet: instructionSet, order: .scattered(seed: threads))
        #expect(try trained(it.configuration, "\(number)-\(threads)", context) == expected)
      }
    }
  }

  /// An older program must refuse such a run, not go on with it in its own way.
  @Test(arguments: cases) func theCheckpointHasTheFormat3(_ it: Case) throws {
    #expect(it.configuration.format == 3)
    #expect(TrainingConfiguration.sample().format == 2)
    _ = try trained(it.configuration, "run")
    let checkpoint = try Checkpoint(path: RunDirectory(directory.file("run")).checkpoint)
    #expect(checkpoint.configuration == it.configuration)
  }

  /// Each changes the weights of a run that is otherwise the same.
  @Test func everyMeansMattersToTheResult() throws {
    var results = Set<[UInt8]>()
    let plain = Self.small(Self.plain)
    let changes: [(inout TrainingSettings) -> Void] = [
      { _ in }, { $0.labelSmoothing = 0.1 }, { $0.loss = .hinge }, { $0.loss = .leastSquares },
      { $0.loss = .relativistic }, { ($0.penalty.r1, $0.penalty.interval) = (0.5, 1) },
      { ($0.penalty.r2, $0.penalty.interval) = (0.5, 1) }, { ($0.penalty.r1, $0.penalty.interval) = (0.5, 2) },
      { $0.augmentations = .flip }, { $0.augmentations = .cutout }, { $0.augmentations = .translation },
    ]
    for change in changes {
      var configuration = TrainingConfiguration.sample(plain)
      change(&configuration.settings)
      let state = try TrainingState.trained(configuration, steps: 3)
      let bits = state.discriminator.network.parameters.values.values.flatMap {
        withUnsafeBytes(of: $0.bitPattern, Array.init)
      }
      #expect(results.insert(bits).inserted)
    }
  }

  @Test func aPenaltyIsRefusedWhereItCannotBeTaken() throws {
    var configuration = TrainingConfiguration.sample()
    configuration.penalty.r1 = 1
    let error = #expect(throws: SettingConflict.self) { try TrainingState(configuration, .single()) }
    #expect(
      error?.description
        == "A gradient penalty needs a discriminator that is linear but for its rectifiers, and that of 'small' has "
        + "another layer: batch normalisation.")
    configuration.penalty.r1 = 0
    _ = try TrainingState(configuration, .single())
  }
}
