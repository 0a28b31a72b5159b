import FileFormats
import GAN
import TensorCore

/// What is measured of real images alone, once for all sets of samples that are judged by them.
public struct Yardstick {
  let classifier: Classifier
  let features: FeatureDescription
  let against: Judge.Reference
  let reference: Side
  let floor: PairFigures
  /// `nil` if there are no real images that were not learnt from.
  let memorisation: MemorisationMeasure?

  /// Images on each side.
  public var count: Int { reference.count }

  /// Judges images of the data set's shape; of more than ``count`` the first are taken.
  ///
  /// - Parameters:
  ///   - samples: the images; their labels, if they have any, are the classes that were asked for.
  ///   - progress: called with the part that is done; it may stop the work by an error.
  /// - Returns: the figures.
  /// - Throws: ``EvaluationError`` if they are of another shape or fewer; what `progress` throws.
  public func evaluate(
    _ samples: ImageSet, progress: @escaping (Double) throws -> Void = { _ in }
  ) throws -> Judgement {
    guard samples.shape == reference.images.shape else {
      throw EvaluationError(
        "The images are \(samples.shape.imageText), and those to compare with are "
          + "\(reference.images.shape.imageText).")
    }
    guard samples.count >= count else {
      throw EvaluationError("There are \(samples.count) images to judge, and \(count) to compare them with.")
    }
    let context = classifier.context
    let side = try Side(samples.prefix(count), classifier) { try progress(0.1 * $0) }
    let figures = try PairFigures(side, against: reference, context) { try progress(0.1 + 0.3 * $0) }
    let copies = try memorisation.map { measure in
      try MemorisationFigures(side.rows, measure, context) { try progress(0.4 + 0.6 * $0) }
    }
    return Judgement(
      samples: side, reference: reference, against: against, features: features, figures: figures, floor: floor,
      memorisation: copies,
      classes: try ClassFigures.all(side, reference, figures, copies, context))
  }
}
