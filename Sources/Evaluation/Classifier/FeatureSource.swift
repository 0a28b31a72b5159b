import FileFormats
import GAN
import NeuralNetwork
import TensorCore

/// What features are made with.
public enum FeatureDescription: Equatable, Sendable {
  /// A classifier of the data set's own classes, and the share of images it has not seen on which it is right.
  case classifier(checksum: String, accuracy: Double)
  /// A network with the random weights of a fixed seed.
  case random(checksum: String)

  /// As `evaluation.json` holds it. Figures may be compared where all of this is the same.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "version": .number(ClassifierArchitecture.version), "values": .number(ClassifierArchitecture.featureCount),
    ]
    switch self {
    case .classifier(let checksum, let accuracy):
      members["kind"] = .string("classifier")
      members["data"] = .string(checksum)
      members["accuracy"] = .number(accuracy)
    case .random(let checksum):
      members["kind"] = .string("random")
      members["data"] = .string(checksum)
    }
    return .object(members)
  }
}

/// The network that a judge reads images with, fitted to a data set.
public struct FeatureSource {
  /// The network.
  let classifier: Classifier
  /// What it is.
  public let description: FeatureDescription

  /// A sixth of the training images are kept apart from the classifier where there are no labelled test images.
  private static let keptApart = 6

  private static let fewestImages = 4

  /// Takes a data set's classifier from the cache, or trains it and puts it there. Data without labels get a network
  /// with random weights.
  ///
  /// - Parameters:
  ///   - data: the data set.
  ///   - cache: where classifiers are kept; `nil` keeps none.
  ///   - steps: training steps; as many as the data are worth if `nil`. A classifier of other than the default steps is
  ///     not kept.
  ///   - context: where to compute.
  ///   - report: given a sentence where the cache cannot be used.
  ///   - progress: called with the part of the training that is done; it may stop the work by an error.
  /// - Throws: ``EvaluationError`` if images of this shape or so few cannot be learnt from; `MemoryError` if there is no
  ///   room for them; what `progress` throws.
  public init(
    _ data: JudgementData, cache: ClassifierCache?, steps: Int? = nil, _ context: ComputeContext,
    report: (String) -> Void = { _ in }, progress: (Double) throws -> Void = { _ in }
  ) throws {
    try Self.requireEnough(data)
    do {
      guard data.training.labels != nil else {
        classifier = try Classifier.random(for: data.training, context)
        description = .random(checksum: data.training.computeChecksumText())
        return
      }
      let (learning, judging) = Self.parts(data)
      let checksum = learning.computeChecksumText()
      let cache = steps == nil ? cache : nil
      let answers: ReadImages
      if let kept = try cache?.read(
        checksum: checksum, classes: learning.classCount, trying: judging, context, report)
      {
        (classifier, answers) = kept
      } else {
        classifier = try Classifier.train(on: learning, steps: steps, context, progress: progress)
        answers = try classifier.read(judging)
        try EvaluationError.requireFinite(answers)
        cache?.write(classifier, checksum: checksum, report)
      }
      let verdicts = answers.verdicts ?? []
      let right = zip(verdicts, judging.labels ?? []).reduce(0) { $0 + ($1.0 == Int($1.1) ? 1 : 0) }
      description = .classifier(checksum: checksum, accuracy: Double(right) / Double(max(1, judging.count)))
    } catch let error as NetworkPlanError {
      throw Self.unfit(data, error)
    }
  }

  /// Bytes that it takes to learn features of a data set, or to make them with a classifier that is kept.
  ///
  /// - Throws: ``EvaluationError`` if images of this shape or so few cannot be learnt from.
  static func memory(
    for data: JudgementData, cache: ClassifierCache?, _ context: ComputeContext
  ) throws(EvaluationError) -> Double {
    try requireEnough(data)
    let images = data.training
    let hasLabels = images.labels != nil
    let isKept = hasLabels && cache?.holds(checksum: parts(data).learning.computeChecksumText()) == true
    do {
      return try Classifier.memory(
        image: images.shape, images: images.count, classes: hasLabels ? images.classCount : 0, forTraining: !isKept,
        context)
    } catch {
      throw unfit(data, error)
    }
  }

  private static func requireEnough(_ data: JudgementData) throws(EvaluationError) {
    guard data.training.count < fewestImages else { return }
    throw EvaluationError(
      "There are only \(data.training.count) training images. To learn features takes at least \(fewestImages).")
  }

  private static func unfit(_ data: JudgementData, _ error: NetworkPlanError) -> EvaluationError {
    EvaluationError("No classifier can be made for images of \(data.training.shape.imageText). \(error)")
  }

  /// The images that the classifier learns from, and those that it is tried on.
  private static func parts(_ data: JudgementData) -> (learning: ImageSet, judging: ImageSet) {
    if let test = data.test, test.labels != nil { return (data.training, test) }
    let order = ImageSet.fixedOrder(data.training.count)
    let kept = max(1, order.count / keptApart)
    return (
      data.training.subset(at: order.dropLast(kept).sorted()), data.training.subset(at: order.suffix(kept).sorted())
    )
  }
}
