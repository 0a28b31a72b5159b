import NeuralNetwork
import TensorCore

/// The training step of the paper and of pytorch/examples: one Adam step of the discriminator on a real and a fake
/// batch, then one of the generator through the changed discriminator, on the same fakes.
///
/// The shards of a batch are taken one after the other. Each has its own batch statistics, and whatever else of a
/// recipe looks at a batch; their gradients are added by a fixed tree. With more than one, the generator makes the
/// fakes again for its own step: memory holds the activations of one shard at a time.
public final class TrainingStep {
  private let shards: Int
  /// The latent vectors of the last step.
  let latents: Tensor
  private let logitGradient: Tensor
  /// The last logits of either kind of images, for a loss that compares them; as good as empty with others.
  private let lastLogits: (real: Tensor, fake: Tensor)
  private let entropy: BinaryCrossEntropyOperation
  private let loss: AdversarialLoss
  private let realTarget: Float
  private let augmenter: Augmenter?
  private let topFakes: TopFakes?
  private var verdicts: ShardVerdicts
  private let context: ComputeContext
  private static let lossLabel = ProfileLabel("step", .loss)
  private static let latentsLabel = ProfileLabel("step", .data)

  /// Takes the memory of a step.
  public init(_ configuration: TrainingConfiguration, _ context: ComputeContext) {
    let images = configuration.settings.shardSize
    shards = configuration.shards
    latents = Tensor(Shape(images: configuration.batchSize, channels: configuration.architecture.latentSize))
    logitGradient = Tensor(Shape(images: images, channels: 1))
    loss = configuration.loss
    realTarget = Float(configuration.settings.realTarget)
    let paired = Shape(images: loss.comparesPairs ? images : 1, channels: 1)
    lastLogits = (Tensor(paired), Tensor(paired))
    entropy = BinaryCrossEntropyOperation(images: images)
    augmenter = Augmenter(configuration, context)
    topFakes = configuration.keptFakes < 1 ? TopFakes(kept: configuration.settings.keptFakesOfShard) : nil
    verdicts = ShardVerdicts(shards: shards)
    self.context = context
  }

  /// Makes a step.
  ///
  /// - Parameters:
  ///   - state: the networks and optimisers; it counts the step.
  ///   - real: a batch of real images with values -1 ... 1; of a rank's part of it, if the training is shared out.
  ///   - classes: the class of each of them, and of the fakes beside them, in a conditional run.
  /// - Returns: the losses and probabilities.
  public func callAsFunction(_ state: TrainingState, real: Tensor, classes: [Int] = []) -> StepMetrics {
    context.executor.withWorkersStandingBy { make(state, real: real, classes: classes) }
  }

  private func make(_ state: TrainingState, real: Tensor, classes: [Int]) -> StepMetrics {
    context.measure(Self.latentsLabel, images: latents.shape.images) {
      state.configuration.latentDistribution.fillBatch(
        latents, images: state.ownImages, seed: state.configuration.seed, step: state.step, context)
    }
    state.setLearningRates()
    var fake: Tensor?
    for shard in state.shards.own {
      state.discriminator.network.clearGradients()
      set(classes, of: shard, state)
      fake = learnToTell(
        Shard(number: shard, state: state, real: part(real, shard), latents: part(latents, shard)))
      state.shards.gradients.add(state.discriminator.network)
    }
    state.step(state.discriminatorOptimizer)
    for shard in state.shards.own {
      state.generator.network.clearGradients()
      set(classes, of: shard, state)
      let latents = part(latents, shard)
      // The fakes of a single shard are still there.
      let fake = state.shards.own.count == 1 ? fake : nil
      learnToDeceive(
        Shard(number: shard, state: state, real: part(real, shard), latents: latents),
        fake ?? state.generator.network.forward(latents, .shard))
      state.shards.gradients.add(state.generator.network)
    }
    state.step(state.generatorOptimizer)

    state.shards.moveStatistics(state.ranks)
    state.ranks?.exchange.allGather(&verdicts.table.values)
    state.step += 1
    state.average?.move(steps: state.step, batchSize: latents.shape.images)
    return verdicts.metrics
  }

  /// What a shard of the batch has.
  private struct Shard {
    let number: Int
    let state: TrainingState
    let real: Tensor
    let latents: Tensor
  }

  /// The images or latents of a shard.
  private func part(_ batch: Tensor, _ shard: Int) -> Tensor {
    let shape = batch.shape.with(images: batch.shape.images / shards)
    return batch.window(start: shard * shape.count, shape: shape)
  }

  /// Tells both networks the classes of a shard's images, if they go by any.
  private func set(_ classes: [Int], of shard: Int, _ state: TrainingState) {
    let count = classes.count / shards
    let own = shard * count..<(shard + 1) * count
    state.generator.network.classes.set(classes, part: own)
    state.discriminator.network.classes.set(classes, part: own)
  }

  /// Adds the gradients of the discriminator's loss of a shard, and returns the fakes.
  private func learnToTell(_ shard: Shard) -> Tensor {
    let discriminator = shard.state.discriminator.network
    let penalty = shard.state.configuration.settings.penalty
    var early: Tensor?
    if loss.comparesPairs {
      // The gradient of real images needs the logits of fakes, whose own pass must come later: a backward pass belongs
      // to the forward pass before it.
      let fake = makeFakes(shard)
      lastLogits.fake.copy(from: logits(seen(fake, .fakeForDiscriminator, shard), shard))
      early = fake
    }
    judge(
      seen(shard.real, .realForDiscriminator, shard), shard, .real, (lastLogits.real, lastLogits.fake), loss.ofReal)
    discriminator.backward(logitGradient, addsParameterGradients: true, needsInputGradient: false)
    addPenalty(penalty.r1, shard.state)
    let fake = early ?? makeFakes(shard)
    judge(seen(fake, .fakeForDiscriminator, shard), shard, .fake, (lastLogits.fake, lastLogits.real), loss.ofFake)
    discriminator.backward(logitGradient, addsParameterGradients: true, needsInputGradient: false)
    addPenalty(penalty.r2, shard.state)
    return fake
  }

  /// Adds the gradients of the generator's loss of a shard: it wants its images taken for real ones.
  private func learnToDeceive(_ shard: Shard, _ fake: Tensor) {
    if loss.comparesPairs {
      lastLogits.real.copy(from: logits(seen(shard.real, .realForGenerator, shard), shard))
    }
    judge(seen(fake, .fakeForGenerator, shard), shard, .generator, (lastLogits.fake, lastLogits.real)) { output in
      let found = loss.ofGenerator(output)
      topFakes?.keep(output.logits, gradient: output.gradient)
      return found
    }
    if let imageGradient = shard.state.discriminator.network.backward(
      logitGradient, addsParameterGradients: false, needsInputGradient: true)
    {
      shard.state.generator.network.backward(
        augmenter?.backward(imageGradient) ?? imageGradient, addsParameterGradients: true, needsInputGradient: false)
    }
  }

  /// The generator's images of a shard, in the pass that moves its running statistics.
  private func makeFakes(_ shard: Shard) -> Tensor {
    let fake = shard.state.generator.network.forward(shard.latents, .shard)
    shard.state.shards.generatorStatistics.note(shard: shard.number)
    return fake
  }

  /// What the discriminator sees of images.
  private func seen(_ images: Tensor, _ pass: Augmenter.Pass, _ shard: Shard) -> Tensor {
    augmenter?(images, pass, step: shard.state.step, first: shard.number * images.shape.images) ?? images
  }

  private func logits(_ images: Tensor, _ shard: Shard) -> Tensor {
    let logits = shard.state.discriminator.network.forward(images, .shard)
    shard.state.shards.discriminatorStatistics.note(shard: shard.number)
    return logits
  }

  /// Adds the gradient of a penalty at the images of the discriminator's last pass, if it is one of the steps that have
  /// it. These stand for those between, and have it so many times.
  private func addPenalty(_ weight: Double, _ state: TrainingState) {
    let settings = state.configuration.settings.penalty
    guard let penalty = state.penalty, weight > 0, settings.isDue(at: state.step) else { return }
    penalty.addGradients(
      images: logitGradient.shape.images, factor: weight * Double(settings.interval) / Double(shards))
  }

  /// Evaluates a part of the loss, of the discriminator's verdict on a shard, which leaves its gradient in
  /// `logitGradient`: that of the mean over the whole batch. The logits are kept in `last.own` for a loss that compares
  /// them.
  private func judge(
    _ images: Tensor, _ shard: Shard, _ part: ShardVerdicts.Part, _ last: (own: Tensor, others: Tensor),
    _ evaluate: (DiscriminatorOutput) -> LossAndProbability
  ) {
    let logits = logits(images, shard)
    context.measure(Self.lossLabel, images: images.shape.images) {
      if loss.comparesPairs { last.own.copy(from: logits) }
      let verdict = evaluate(
        DiscriminatorOutput(
          logits: logits, others: last.others, gradient: logitGradient, realTarget: realTarget, entropy: entropy,
          context: context))
      verdicts.note(verdict, part, shard: shard.number)
      let share = 1 / Float(shards)
      for image in 0..<logitGradient.count { logitGradient[image] *= share }
    }
  }
}
