import FileFormats
import GAN

extension ImageSet {
  /// The images with classes that take turns, which they show: those of each class are brighter than those before.
  package func withClasses(_ count: Int, names: [String] = []) -> ImageSet {
    let labels = (0..<self.count).map { UInt8($0 % count) }
    let bytes = (0..<self.count).flatMap { image in
      self[image].map { UInt8(min(255, Int($0) / 2 + 120 * Int(labels[image]) / count)) }
    }
    return ImageSet(
      count: self.count, height: height, width: width, channels: channels, bytes: bytes, labels: labels,
      classNames: names)
  }
}

extension TrainingConfiguration {
  /// The settings of most tests, of a conditional run with images of so many classes.
  package static func conditionalSample(
    _ architecture: Architecture = .small, classes: Int = 3, images: Int = 43, seed: UInt64 = 1,
    snapshotInterval: Int = TrainingSettings().snapshotInterval
  ) throws -> (configuration: TrainingConfiguration, images: ImageSet) {
    var configuration = sample(architecture, images: images, seed: seed, snapshotInterval: snapshotInterval)
    let images = configuration.sampleImages.withClasses(classes)
    configuration.architecture = try architecture.conditional(classes: classes)
    configuration.settings.isConditional = true
    configuration.data = .init(computing: images, isConditional: true)
    return (configuration, images)
  }
}
