import FileFormats
import GAN
import NeuralNetwork
import TensorCore

/// The real images of a data set that a judge compares samples with.
public struct ReferenceImages {
  /// Which real images the samples are compared with.
  let against: Judge.Reference
  /// These images.
  let reference: ImageSet
  /// Other real images, whose figures are the best that samples can have.
  let floor: ImageSet
  /// Images that the judged model has not learnt from; `nil` if there are none.
  let unseen: ImageSet?
  /// Those that it has learnt from.
  let learnt: ImageSet
  private let data: JudgementData

  /// The most images that can be judged: as many as there are to compare them with.
  public var count: Int { min(reference.count, floor.count) }

  /// Chooses the images to compare with.
  ///
  /// - Parameters:
  ///   - data: the data set.
  ///   - against: which of its images to compare with.
  ///   - parts: which of the training images the judged model learnt from, and which were kept apart; it learnt from
  ///     all if `nil`.
  ///   - count: the most images to compare on each side.
  /// - Throws: ``EvaluationError`` if there are no such images.
  public init(
    _ data: JudgementData, against: Judge.Reference, parts: TrainingParts? = nil, count: Int
  ) throws(EvaluationError) {
    self.data = data
    self.against = against
    learnt = parts?.learnt ?? data.training
    let heldOut = parts.flatMap { $0.heldOut.count > 0 ? $0.heldOut : nil }
    switch against {
    case .test:
      guard let test = data.test else {
        throw EvaluationError(
          "This data set has no test images to compare with. With its training images as a measure, a model that has "
            + "learnt them by heart looks best: if that will do, choose them.")
      }
      reference = test.chosen(min(count, data.training.count))
      floor = data.training.chosen(reference.count)
      unseen = test
    case .train:
      let order = ImageSet.fixedOrder(data.training.count)
      let half = min(count, order.count / 2)
      reference = data.training.subset(at: order.prefix(half).sorted())
      floor = data.training.subset(at: order.suffix(half).sorted())
      unseen = data.test ?? heldOut
    case .heldOut:
      guard let heldOut else {
        throw EvaluationError("No training images were kept apart from this run's training to compare with.")
      }
      reference = heldOut.chosen(min(count, learnt.count))
      floor = learnt.chosen(reference.count)
      unseen = heldOut
    }
  }

  /// Refuses images that there is no memory to judge, before the long work of learning features from them: less is
  /// needed with a classifier that `cache` has.
  ///
  /// - Throws: ``EvaluationError`` if no features can be learnt; `MemoryError` if there is no room.
  public func requireMemory(_ cache: ClassifierCache?, _ context: ComputeContext) throws {
    try EvaluationMemory.require(
      FeatureSource.memory(for: data, cache: cache, context) + comparisonMemory(context),
      for: "Judging images of \(data.training.shape.imageText)", context)
  }

  /// Bytes that the comparison pixel by pixel takes.
  func comparisonMemory(_ context: ComputeContext) -> Double {
    guard unseen != nil else { return 0 }
    return EvaluationMemory.comparison(of: count, with: learnt.count, data.training.shape, context)
  }
}
