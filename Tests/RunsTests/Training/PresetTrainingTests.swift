import GAN
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import Runs

/// Every preset through training, saving and resuming.
struct PresetTrainingTests {
  private static func small(_ preset: Preset) throws -> TrainingConfiguration {
    let factor = max(4, preset.extentFactor)
    let image = Shape(height: 2 * factor, width: factor, channels: preset.defaultImage.channels)
    return .sample(try preset.architecture(image: image, latentSize: 6, baseChannels: 3), batchSize: 4, images: 11)
  }

  @Test(arguments: Preset.allCases)
  func everyPresetTrainsAndSamplesAndResumesToTheSameBits(preset: Preset) throws {
    let configuration = try Self.small(preset)
    let context = try ComputeContext(threads: 2)
    let trainer = try Trainer.sample(configuration, context)
    let record = LossRecord()
    let directory = try TemporaryDirectory()
    let path = directory.file("checkpoint.safetensors")
    let first = trainer.state.allValues
    try trainer.train(lastStep: 3, observers: [record])
    try Checkpoint.write(trainer.state, to: path)
    try trainer.train(lastStep: 6, observers: [record])
    #expect(Set(record.losses).count == 6, "every step changes the loss")
    for (name, values) in trainer.state.allValues where !name.hasSuffix("step") && !name.hasPrefix("health.") {
      // The direction of a single value, as spectral normalisation has it for one logit, can only be that.
      if values == .floats([1]) { continue }
      #expect(values != first[name], "\(name)")
    }

    let resumed = try Trainer.sample(configuration, context)
    let checkpoint = try Checkpoint(path: path)
    #expect(checkpoint.configuration == configuration)
    try checkpoint.restore(resumed.state)
    try resumed.train(lastStep: 6, observers: [])
    #expect(resumed.state.allValues == trainer.state.allValues)

    trainer.state.generator.sample(count: 5, first: 0, seed: 1, distribution: .normal) { _, image in
      #expect(image.shape == configuration.architecture.image)
      #expect(image.values.allSatisfy { abs($0) <= 1 } && Set(image.values).count > 1)
    }
  }
}

/// The losses of every step.
private final class LossRecord: TrainingObserver {
  private(set) var losses: [Double] = []

  func stepDidEnd(_ progress: TrainingProgress) {
    losses.append(progress.metrics.discriminatorLoss + progress.metrics.generatorLoss)
  }
}
