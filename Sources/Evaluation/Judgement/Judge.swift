import FileFormats
import GAN
import TensorCore

/// Real images to judge others by.
public struct Judge {
  /// Which real images the samples are compared with.
  public enum Reference: String, CaseIterable, Sendable {
    /// The test images of the data set.
    case test
    /// Half of the training images, the other half being the floor.
    case train
    /// Training images that were kept apart from training.
    case heldOut = "held-out"
  }

  private let classifier: Classifier
  private let description: FeatureDescription
  private let images: ReferenceImages

  /// The most images that can be judged: as many as there are to compare them with.
  public var count: Int { images.count }

  /// The fewest images on each side that have a Fréchet distance.
  public static let fewestForFrechet = ClassifierArchitecture.featureCount + 1

  /// Judges by features, and by comparison with images of the data set that they come from.
  ///
  /// - Throws: `MemoryError` if there is no room to compare the images.
  public init(_ features: FeatureSource, _ images: ReferenceImages) throws {
    classifier = features.classifier
    description = features.description
    self.images = images
    try EvaluationMemory.require(
      images.comparisonMemory(classifier.context),
      for: "Comparing images of \(images.reference.shape.imageText) pixel by pixel", classifier.context)
  }

  /// Measures the real images, for sets of as many samples.
  ///
  /// - Parameters:
  ///   - wanted: how many; ``count`` at most, and that if `nil`.
  ///   - progress: called with the part that is done; it may stop the work by an error.
  /// - Returns: what to judge samples by.
  /// - Throws: ``EvaluationError`` if there are too few; what `progress` throws.
  public func yardstick(
    count wanted: Int? = nil, progress: @escaping (Double) throws -> Void = { _ in }
  ) throws -> Yardstick {
    let count = min(count, wanted ?? count)
    let context = classifier.context
    func part(_ from: Double, _ to: Double) -> (Double) throws -> Void {
      { try progress(from + (to - from) * $0) }
    }
    let reference = try Side(images.reference.chosen(count), classifier, progress: part(0, 0.1))
    let floor = try Side(images.floor.chosen(count), classifier, progress: part(0.1, 0.2))
    let floorFigures = try PairFigures(floor, against: reference, context, progress: part(0.2, 0.4))
    let memorisation = try images.unseen.map { unseen in
      let isReference = images.against != .train
      return try MemorisationMeasure(
        unseen: isReference ? reference.rows : try rows(unseen.chosen(count), part(0.4, 0.45)),
        training: try rows(images.learnt, part(0.45, 0.6)), context, progress: part(0.6, 1))
    }
    return Yardstick(
      classifier: classifier, features: description, against: images.against, reference: reference, floor: floorFigures,
      memorisation: memorisation)
  }

  /// Judges images of the data set's shape; of more than ``count`` the first are taken.
  ///
  /// - Parameters:
  ///   - samples: the images.
  ///   - progress: called with the part that is done; it may stop the work by an error.
  /// - Returns: the figures.
  /// - Throws: ``EvaluationError`` if there are too few; what `progress` throws.
  public func evaluate(_ samples: ImageSet, progress: @escaping (Double) throws -> Void = { _ in }) throws -> Judgement
  {
    guard samples.shape == images.reference.shape else {
      throw EvaluationError(
        "The images are \(samples.shape.imageText), and those to compare with are \(images.reference.shape.imageText).")
    }
    return try yardstick(count: samples.count) { try progress($0 / 2) }.evaluate(samples) { try progress(0.5 + $0 / 2) }
  }

  private func rows(
    _ images: ImageSet, _ progress: (Double) throws -> Void
  ) throws -> MemorisationFigures.Rows {
    MemorisationFigures.Rows(
      pixels: images.pixels, features: try classifier.read(images, progress: progress).features)
  }
}

/// The images of a data set that a judge chooses from.
public struct JudgementData: Sendable {
  /// The images that models learn from.
  public let training: ImageSet
  /// Images that no model learns from; `nil` if there are none.
  public let test: ImageSet?

  /// Puts a data set together. Test images of another shape than the training images' are left out.
  public init(training: ImageSet, test: ImageSet?) {
    self.training = training
    self.test = test?.shape == training.shape ? test : nil
  }
}
