import FileFormats
import Foundation
import GAN
import NeuralNetwork
import TensorCore
import Testing

extension ImageSet {
  /// Images of an architecture's extents: a bright patch at a place of its own in each, on noise.
  package static func sample(count: Int, for architecture: Architecture) -> ImageSet {
    let shape = architecture.image.with(images: count)
    var noise = [Float](repeating: 0, count: shape.count)
    RandomStream(seed: 7, purpose: .evaluation).fillUniforms(&noise, in: 0...60)
    let bytes = noise.enumerated().map { index, value in
      let (image, place) = (index / shape.imageCount, index % shape.imageCount)
      return UInt8(value) + (place % 7 == image % 7 ? 190 : 0)
    }
    return ImageSet(architecture.image, bytes: bytes)
  }
}

extension TrainingConfiguration: CustomTestStringConvertible {
  /// The architecture's name and the settings.
  public var testDescription: String { "\(architecture.name) \(json.text)" }
}

extension TrainingConfiguration {
  /// The settings of most tests: five batches an epoch, and three images that belong to none.
  package static func sample(
    _ architecture: Architecture = .small, batchSize: Int = 8, images: Int = 43, learningRate: Double = 2e-3,
    latents: LatentDistribution = .normal, seed: UInt64 = 1, snapshotInterval: Int = TrainingSettings().snapshotInterval
  ) -> TrainingConfiguration {
    var settings = TrainingSettings()
    settings.learningRate = learningRate
    settings.batchSize = batchSize
    settings.latentDistribution = latents
    settings.seed = seed
    settings.snapshotInterval = snapshotInterval
    return TrainingConfiguration(
      architecture: architecture,
      data: .init(computing: .sample(count: images, for: architecture)),
      settings: settings)
  }

  /// The images that the settings speak of.
  package var sampleImages: ImageSet { .sample(count: data.imageCount, for: architecture) }
}

extension Trainer {
  /// A trainer of the sample images from the first weights on.
  package static func sample(_ configuration: TrainingConfiguration, _ context: ComputeContext) throws -> Trainer {
    Trainer(try TrainingState(configuration, context), images: configuration.sampleImages, context)
  }
}

extension ComputeContext {
  /// One worker: what tests use that are not about threads.
  package static func single() throws -> ComputeContext { try ComputeContext(threads: 1) }
}

extension TrainingState {
  /// A state of the settings after `steps` steps.
  package static func trained(_ configuration: TrainingConfiguration, steps: Int) throws -> TrainingState {
    let trainer = try Trainer.sample(configuration, .single())
    try trainer.train(lastStep: steps, observers: [])
    return trainer.state
  }

  /// All that lasts, by name.
  package var allValues: [String: NamedState.Values] {
    Dictionary(uniqueKeysWithValues: namedState.map { ($0.name, $0.read()) })
  }
}
