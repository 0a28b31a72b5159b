import TensorCore

/// The adversarial loss of a step, evaluated at the logits that the discriminator gives one shard after the other.
final class StepLoss {
  private let loss: AdversarialLoss
  private let realTarget: Float
  private let shards: Int
  private let topFakes: TopFakes?
  /// One value for each image of a shard.
  private let gradient: Tensor
  /// What a loss of pairs compares the other kind of images with; as good as empty with others.
  private let kept: (real: Tensor, fake: Tensor)
  private let entropy: BinaryCrossEntropyOperation
  private var verdicts: ShardVerdicts
  private let context: ComputeContext
  private static let label = ProfileLabel("step", .loss)

  /// Takes the memory for the logits of a shard.
  init(_ configuration: TrainingConfiguration, _ context: ComputeContext) {
    let settings = configuration.settings
    let images = settings.shardSize
    loss = settings.loss
    realTarget = Float(settings.realTarget)
    shards = settings.shards
    topFakes = settings.keptFakes < 1 ? TopFakes(kept: settings.keptFakesOfShard) : nil
    gradient = Tensor(Shape(images: images, channels: 1))
    let pairs = Shape(images: loss.comparesPairs ? images : 1, channels: 1)
    kept = (Tensor(pairs), Tensor(pairs))
    entropy = BinaryCrossEntropyOperation(images: images)
    verdicts = ShardVerdicts(shards: shards)
    self.context = context
  }

  /// Whether each real image is compared with a fake: then the logits of one kind must be kept before the loss of the
  /// other kind is evaluated.
  var comparesPairs: Bool { loss.comparesPairs }

  /// Keeps the logits of real images for the loss of fakes.
  func keepReal(_ logits: Tensor) { kept.real.copy(from: logits) }

  /// Keeps the logits of fakes for the loss of real images.
  func keepFake(_ logits: Tensor) { kept.fake.copy(from: logits) }

  /// Evaluates a part of the loss, and notes it for the step's metrics.
  ///
  /// - Parameters:
  ///   - part: whose loss, and of which images.
  ///   - logits: D's of all images of the shard, one an image.
  ///   - shard: the number of the shard.
  /// - Returns: the gradient of the mean loss of the whole batch with respect to each logit, valid until the next call.
  func gradient(_ part: ShardVerdicts.Part, at logits: Tensor, shard: Int) -> Tensor {
    context.measure(Self.label, images: logits.shape.images) {
      let output = DiscriminatorOutput(
        logits: logits, others: part == .real ? kept.fake : kept.real, gradient: gradient, realTarget: realTarget,
        entropy: entropy, context: context)
      let verdict: LossAndProbability
      switch part {
      case .real:
        verdict = loss.ofReal(output)
        if comparesPairs { keepReal(logits) }
      case .fake:
        verdict = loss.ofFake(output)
      case .generator:
        verdict = loss.ofGenerator(output)
        topFakes?.keep(logits, gradient: gradient)
      }
      verdicts.note(verdict, part, shard: shard)
      // A mean over the batch is the mean of its shards' means.
      let share = 1 / Float(shards)
      for image in 0..<gradient.count { gradient[image] *= share }
      return gradient
    }
  }

  /// What the step says of itself: the means over all shards, those of other ranks among them.
  func metrics(_ ranks: Ranks?) -> StepMetrics {
    ranks?.exchange.allGather(&verdicts.table.values)
    return verdicts.metrics
  }
}
