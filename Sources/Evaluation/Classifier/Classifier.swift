import FileFormats
import GAN
import NeuralNetwork
import TensorCore

/// A small network that turns images into features, trained to tell the classes of a data set.
public final class Classifier {
  /// The number of classes; 0 for a network with random weights.
  public let classes: Int
  let features: Sequential
  let head: Sequential?
  let context: ComputeContext
  private let batch: Tensor

  /// Images at a time, at most.
  static let batchSize = 128

  /// Takes the memory of a classifier, whose weights are the first ones of a fixed seed, for as many images at a time as
  /// there are, or ``batchSize``.
  ///
  /// - Throws: ``NeuralNetwork/NetworkPlanError`` if images of this shape are beyond the limits of a network;
  ///   `MemoryError` if there is no room for it.
  init(image: Shape, images: Int, classes: Int, forTraining: Bool, _ context: ComputeContext) throws {
    self.classes = classes
    self.context = context
    let maximumImages = Self.imagesAtATime(images)
    let (plan, headPlan) = try Self.plans(of: image, classes: classes)
    try EvaluationMemory.require(
      try Self.memory(image: image, images: images, classes: classes, forTraining: forTraining, context),
      for: "The features of images of \(image.imageText)", context)
    features = Sequential(
      plan, name: "features", maximumImages: maximumImages,
      purpose: forTraining ? .training(inputGradient: false) : .inference,
      convolutionMethod: ClassifierArchitecture.convolutionMethod, context)
    head = headPlan.map {
      Sequential(
        $0, name: "head", maximumImages: maximumImages,
        purpose: forTraining ? .training(inputGradient: true) : .inference, context)
    }
    batch = Tensor(image.with(images: maximumImages))
    features.parameters.initialize(seed: Self.seed, firstSubstream: 0)
    head?.parameters.initialize(seed: Self.seed, firstSubstream: UInt32(features.parameters.entries.count))
    parametersDidChange()
  }

  /// Bytes that a classifier takes, as the initialiser asks for them.
  ///
  /// - Throws: ``NeuralNetwork/NetworkPlanError`` if images of this shape are beyond the limits of a network.
  static func memory(
    image: Shape, images: Int, classes: Int, forTraining: Bool, _ context: ComputeContext
  ) throws(NetworkPlanError) -> Double {
    let plans = try plans(of: image, classes: classes)
    return EvaluationMemory.features(
      [plans.features] + [plans.head].compactMap { $0 }, of: image, images: imagesAtATime(images),
      for: forTraining ? .training(inputGradient: false) : .inference, context)
  }

  private static func imagesAtATime(_ images: Int) -> Int { max(1, min(images, batchSize)) }

  private static func plans(
    of image: Shape, classes: Int
  ) throws(NetworkPlanError) -> (features: NetworkPlan, head: NetworkPlan?) {
    (try ClassifierArchitecture.features(image), classes == 0 ? nil : try ClassifierArchitecture.head(classes: classes))
  }

  /// Of no run's seed but by chance.
  private static let seed: UInt64 = 0xC1A5_51F1

  func parametersDidChange() {
    features.parametersDidChange()
    head?.parametersDidChange()
  }

  /// What the classifier computes with.
  var namedState: [NamedState] {
    features.namedState(prefix: "features.") + (head?.namedState(prefix: "head.") ?? [])
  }

  /// The images of these numbers, valid until the next call.
  func load(_ images: ImageSet, _ numbers: ArraySlice<Int>) -> Tensor {
    let size = images.shape.imageCount
    let batch = batch.prefix(images: numbers.count)
    for (place, number) in numbers.enumerated() {
      context.loadPixels(
        images[number], into: batch.window(start: place * size, shape: images.shape.with(images: 1)))
    }
    return batch
  }

  /// The features of images, and the probabilities of the classes if there are any. An image's do not depend on the
  /// others.
  public func read(_ images: ImageSet, progress: (Double) throws -> Void = { _ in }) throws -> ReadImages {
    var values: [Float] = []
    var probabilities: [[Double]] = []
    values.reserveCapacity(images.count * ClassifierArchitecture.featureCount)
    let numbers = Array(0..<images.count)
    for start in stride(from: 0, to: images.count, by: features.maximumImages) {
      let end = min(images.count, start + features.maximumImages)
      let output = features.forward(load(images, numbers[start..<end]), .inference)
      values += output.values
      if let head {
        let logits = head.forward(output, .inference).values
        for row in stride(from: 0, to: logits.count, by: classes) {
          probabilities.append(SoftmaxCrossEntropy.softmax(logits[row..<row + classes].map { Double($0) }))
        }
      }
      try progress(Double(end) / Double(images.count))
    }
    return ReadImages(
      features: RowMatrix(values, columns: ClassifierArchitecture.featureCount),
      probabilities: head == nil ? nil : probabilities)
  }
}

/// What the classifier makes of images.
public struct ReadImages: Sendable {
  /// A row of features an image.
  public let features: RowMatrix
  /// The probability of each class for each image; `nil` without classes.
  public let probabilities: [[Double]]?

  /// Puts readings together.
  public init(features: RowMatrix, probabilities: [[Double]]?) {
    self.features = features
    self.probabilities = probabilities
  }

  /// Whether no feature and no probability is infinite or not a number.
  var isFinite: Bool { features.isFinite && probabilities?.allSatisfy { $0.allSatisfy(\.isFinite) } != false }

  /// The likeliest class of each image, the first of equal ones; `nil` without classes.
  public var verdicts: [Int]? {
    probabilities?.map { row in row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? 0 }
  }

  /// The images of these numbers, in this order.
  func images(_ numbers: [Int]) -> ReadImages {
    ReadImages(
      features: features.rows(numbers), probabilities: probabilities.map { all in numbers.map { all[$0] } })
  }
}
