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
  private let context: ComputeContext
  private let description: FeatureDescription
  private let against: Reference
  private let reference: ImageSet
  private let floor: ImageSet
  private let unseen: ImageSet?
  private let learnt: ImageSet

  /// The most images that can be judged: as many as there are to compare them with.
  public var count: Int { min(reference.count, floor.count) }

  /// Chooses the images to compare with.
  ///
  /// - Parameters:
  ///   - features: where features come from.
  ///   - data: the data set.
  ///   - against: which of its images to compare with.
  ///   - learntCount: how many of the training images, from the first on, the judged model learnt from; all if `nil`.
  ///   - count: the most images to compare on each side.
  /// - Throws: ``EvaluationError`` if there are no such images.
  public init(
    _ features: FeatureSource, data: JudgementData, against: Reference, learntCount: Int? = nil, count: Int
  ) throws {
    classifier = features.classifier
    context = features.classifier.context
    description = features.description
    self.against = against
    learnt = data.training.prefix(learntCount ?? data.training.count)
    unseen = data.test?.chosen(count)
    switch against {
    case .test:
      guard let test = data.test else {
        throw EvaluationError(
          "This data set has no test images to compare with. With its training images as a measure, a model that has "
            + "learnt them by heart looks best: if that will do, choose them.")
      }
      reference = test.chosen(min(count, data.training.count))
      floor = data.training.chosen(reference.count)
    case .train:
      let order = ImageSet.fixedOrder(data.training.count)
      let half = min(count, order.count / 2)
      reference = data.training.subset(at: order.prefix(half).sorted())
      floor = data.training.subset(at: order.suffix(half).sorted())
    case .heldOut:
      throw EvaluationError("No training images were kept apart from this run's training to compare with.")
    }
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
    guard samples.shape == reference.shape else {
      throw EvaluationError(
        "The images are \(samples.shape.imageText), and those to compare with are \(reference.shape.imageText).")
    }
    let count = min(count, samples.count)
    func part(_ from: Double, _ to: Double) -> (Double) throws -> Void {
      { try progress(from + (to - from) * $0) }
    }
    let samples = try Side(samples.prefix(count), classifier, progress: part(0, 0.05))
    let reference = try Side(reference.chosen(count), classifier, progress: part(0.05, 0.1))
    let floor = try Side(floor.chosen(count), classifier, progress: part(0.1, 0.15))
    let figures = try PairFigures(samples, against: reference, context, progress: part(0.15, 0.3))
    let floorFigures = try PairFigures(floor, against: reference, context, progress: part(0.3, 0.45))
    let memorisation = try unseen.map { unseen in
      let unseen = against == .test ? reference.rows : try rows(unseen.chosen(count), part(0.45, 0.5))
      return try MemorisationFigures(
        samples: samples.rows, unseen: unseen, training: try rows(learnt, part(0.5, 0.6)), context,
        progress: part(0.6, 1))
    }
    return Judgement(
      samples: samples, reference: reference, against: against, features: description, figures: figures,
      floor: floorFigures, memorisation: memorisation,
      classes: ClassFigures.all(samples, reference, figures, memorisation))
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
