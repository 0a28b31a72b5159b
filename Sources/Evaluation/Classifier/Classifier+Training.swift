import FileFormats
import GAN
import NeuralNetwork
import TensorCore

extension Classifier {
  /// Trains a classifier on labelled images, the same bits for any threads and instruction set.
  ///
  /// - Parameters:
  ///   - images: at least two images with labels.
  ///   - steps: how many training steps; as many as the data are worth if `nil`.
  ///   - context: where to compute.
  ///   - progress: called after each step with the part that is done; it may stop the work by an error.
  /// - Returns: the trained classifier.
  /// - Throws: ``NeuralNetwork/NetworkPlanError`` if images of this shape are beyond the limits of a network;
  ///   `MemoryError` if there is no room for them; what `progress` throws.
  public static func train(
    on images: ImageSet, steps: Int? = nil, _ context: ComputeContext, progress: (Double) throws -> Void = { _ in }
  ) throws -> Classifier {
    guard let labels = images.labels, images.count > 1 else {
      preconditionFailure("a classifier learns from several labelled images")
    }
    let classifier = try Classifier(
      image: images.shape, images: images.count, classes: images.classCount, forTraining: true, context)
    let batchCount = min(batchSize, images.count)
    let steps = steps ?? self.steps(imageCount: images.count)
    let settings = Adam.Settings(learningRate: learningRate, beta1: 0.9)
    let optimizers = classifier.networks.map { Adam($0, settings, context) }
    var order: [Int] = []
    var epoch = 0
    try context.executor.withWorkersStandingBy {
      for step in 0..<steps {
        if order.count < batchCount {
          order = EvaluationStream.classifierOrder.stream(epoch).shuffledIndices(count: images.count)
          epoch += 1
        }
        let numbers = order.suffix(batchCount)
        let factor = 1 - Double(step) / Double(steps)
        classifier.step(
          classifier.load(images, numbers), numbers.map { labels[$0] }, optimizers, learningRateFactor: factor)
        order.removeLast(batchCount)
        try progress(Double(step + 1) / Double(steps))
      }
    }
    return classifier
  }

  /// A network with the random weights of a fixed seed, whose normalisation fits these images: features for images
  /// without labels.
  ///
  /// - Throws: ``NeuralNetwork/NetworkPlanError`` if images of this shape are beyond the limits of a network;
  ///   `MemoryError` if there is no room for them.
  public static func random(for images: ImageSet, _ context: ComputeContext) throws -> Classifier {
    let classifier = try Classifier(
      image: images.shape, images: images.count, classes: 0, forTraining: true, context)
    let batchCount = min(batchSize, images.count)
    let order = ImageSet.fixedOrder(images.count)
    for step in 0..<normalizationSteps {
      let first = step * batchCount % max(1, images.count - batchCount + 1)
      _ = classifier.features.forward(classifier.load(images, order[first..<first + batchCount]), .training)
    }
    return classifier
  }

  private func step(
    _ batch: Tensor, _ classes: [UInt8], _ optimizers: [Adam], learningRateFactor: Double
  ) {
    guard let head else { preconditionFailure("a network that is trained has classes") }
    for network in networks { network.clearGradients() }
    let logits = head.forward(features.forward(batch, .training), .training)
    let gradient = Tensor(logits.shape)
    _ = SoftmaxCrossEntropy.meanLoss(logits, classes: classes, gradient: gradient)
    let featureGradient = head.backward(gradient, addsParameterGradients: true, needsInputGradient: true)
    if let featureGradient {
      features.backward(featureGradient, addsParameterGradients: true, needsInputGradient: false)
    }
    for optimizer in optimizers {
      optimizer.learningRateFactor = learningRateFactor
      optimizer.step()
    }
  }

  private var networks: [Sequential] { [features] + (head.map { [$0] } ?? []) }

  private static let learningRate = 2e-3
  /// The running statistics move by a tenth a step: a hundred steps leave nothing of where they started.
  private static let normalizationSteps = 100

  /// Forty epochs, but no more steps than a large data set needs and no fewer than a small one.
  static func steps(imageCount: Int) -> Int {
    max(100, min(2_400, 40 * imageCount / batchSize))
  }
}
