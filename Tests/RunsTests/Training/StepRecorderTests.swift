import FileFormats
import NeuralNetwork
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

struct StepRecorderTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private var path: String { directory.file("steps.safetensors") }

  private func recording() throws -> [String: SafetensorsTensor] {
    let file = try SafetensorsFile(path: path, requireChecksum: false)
    return Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
  }

  private func trainer(_ configuration: TrainingConfiguration) throws -> Trainer {
    let context = try ComputeContext.single()
    return Trainer(try TrainingState(configuration, context), images: configuration.sampleImages, context)
  }

  @Test func aStepIsRecordedWithAllThatItWasMadeOfAndCameTo() throws {
    var configuration = TrainingConfiguration.sample()
    configuration.average.halfLife = 100
    let trainer = try trainer(configuration)
    let before = trainer.state.namedState.map { ($0.name, $0.read()) }
    let recorder = try StepRecorder(trainer.state, to: path, steps: 2)
    let witness = Witness(try ComputeContext.single())
    try trainer.train(lastStep: 2, observers: [recorder, witness])
    let tensors = try recording()
    for (name, values) in before where !name.contains("health.") {
      #expect(tensors["before.\(name)"]?.values == values, "\(name)")
    }
    for (index, step) in witness.steps.enumerated() {
      for (name, values) in step where !name.contains("health.") {
        #expect(tensors["step.\(index).\(name)"]?.values == values, "\(name)")
      }
    }
    #expect(witness.steps.count == 2 && tensors.keys.contains("step.1.after.average.generator.0.weight"))
    #expect(tensors["drawn.images"]?.shape == [8, 1, 8, 8] && !tensors.keys.contains("step.0.classes"))
    #expect(!tensors.keys.contains { $0.contains("health") || $0.hasPrefix("step.2") })
    let image = configuration.architecture.image
    #expect(
      tensors["step.1.real"]?.shape == [configuration.batchSize, image.channels, image.height, image.width])
  }

  @Test func recordingChangesNoByteOfARun() throws {
    let plain = try trainer(.sample())
    try plain.train(lastStep: 4, observers: [])
    let recorded = try trainer(.sample())
    try recorded.train(lastStep: 4, observers: [try StepRecorder(recorded.state, to: path, steps: 3)])
    for (one, other) in zip(plain.state.namedState, recorded.state.namedState) { #expect(one.read() == other.read()) }
  }

  @Test func aRunThatEndsEarlierHasAShorterRecording() throws {
    let trainer = try trainer(.sample())
    try trainer.train(lastStep: 3, observers: [])
    let recorder = try StepRecorder(trainer.state, to: path, steps: 32)
    var reports: [String] = []
    recorder.report = { reports.append($0.description) }
    try trainer.train(lastStep: 5, observers: [recorder])
    #expect(reports == ["Recorded 2 steps, from step 4 on, in \(path)."])
    let metadata = try SafetensorsFile(path: path, requireChecksum: false).metadata
    #expect(metadata["recording"] == #"{"format":1,"step":3,"steps":2}"#)
    #expect(FileKind.recognize(path) == .recording)
  }

  @Test func stepsBehindAReturnToAnEarlierOneAreNotRecorded() throws {
    let trainer = try trainer(.sample())
    let recorder = try StepRecorder(trainer.state, to: path, steps: 4)
    let turn = Turn(recorder, afterSteps: 2)
    try trainer.train(lastStep: 4, observers: [recorder, turn])
    let names = try recording().keys
    #expect(names.contains("step.1.real") && !names.contains("step.2.real"))
  }

  @Test func aFileOfSomethingElseIsNotReplaced() throws {
    try directory.create("steps.safetensors", [1, 2, 3])
    #expect(throws: FileError.self) { try StepRecorder.check(path) }
    #expect(throws: FileError.self) { try StepRecorder.check("/dev/null") }
    #expect(throws: FileError.self) { try StepRecorder.check(directory.file("absent/steps.safetensors")) }
    let trainer = try trainer(.sample())
    try Checkpoint.write(trainer.state, to: path + "2")
    #expect(throws: FileError.self) { try StepRecorder.check(path + "2") }
    try trainer.train(lastStep: 1, observers: [try StepRecorder(trainer.state, to: path, steps: 1)])
    try StepRecorder.check(path)
  }
}

/// Tells a recorder after some steps that the run went back.
private final class Turn: TrainingObserver {
  private let recorder: StepRecorder
  private let steps: Int

  init(_ recorder: StepRecorder, afterSteps steps: Int) { (self.recorder, self.steps) = (recorder, steps) }

  func stepDidEnd(_ progress: TrainingProgress) {
    guard progress.step == steps else { return }
    recorder.didRollBack(Rollback(failedStep: steps + 1, notFinite: "the losses", step: 0, count: 1), progress.state)
  }
}

/// Keeps what a recording must hold, read in other ways.
private final class Witness: TrainingObserver {
  var steps: [[String: NamedState.Values]] = []
  private let context: ComputeContext

  init(_ context: ComputeContext) { self.context = context }

  func stepDidEnd(_ progress: TrainingProgress) {
    let state = progress.state
    var values: [String: NamedState.Values] = [:]
    for item in state.namedState { values["after.\(item.name)"] = item.read() }
    for (network, prefix) in [(state.generator.network, "generator."), (state.discriminator.network, "discriminator.")]
    {
      guard let gradients = network.parameters.training?.gradients else { continue }
      for item in network.parameters.namedState(of: gradients, prefix: "gradient.\(prefix)") {
        values[item.name] = item.read()
      }
    }
    let metrics = progress.metrics
    values["metrics"] = .floats(
      [metrics.discriminatorLoss, metrics.generatorLoss, metrics.realProbability, metrics.fakeProbability]
        .map(Float.init))
    let latents = Tensor(
      Shape(images: state.configuration.batchSize, channels: state.configuration.architecture.latentSize))
    state.configuration.latentDistribution.fillBatch(
      latents, seed: state.configuration.seed, step: state.step - 1, context)
    values["latents"] = .floats(latents.values)
    if let real = progress.input?.real {
      var images: [Float] = []
      let shape = real.shape
      for image in 0..<shape.images {
        for channel in 0..<shape.channels {
          for pixel in 0..<shape.height * shape.width {
            images.append(real[(image * shape.height * shape.width + pixel) * shape.channels + channel])
          }
        }
      }
      values["real"] = .floats(images)
    }
    steps.append(values)
  }
}

extension SafetensorsTensor {
  fileprivate var values: NamedState.Values {
    switch data {
    case .float32(let values): .floats(values)
    case .int64(let values): .integers(values)
    }
  }
}
