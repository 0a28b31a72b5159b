import NeuralNetwork
import TensorCore

/// The training step of the papers (Goodfellow et al., 2014, algorithm 1 with k = 1; Radford et al., 2016) and of
/// pytorch/examples: one Adam step of the discriminator D on a real and a fake batch, then one of the generator G
/// through the changed D, on the same fakes.
///
/// The shards of a batch are taken one after the other. Each has its own batch statistics, and whatever else of a
/// recipe looks at a batch; their gradients are added by a fixed tree. With more than one, the generator makes the
/// fakes again for its own step: memory holds the activations of one shard at a time.
public final class TrainingStep {
  /// The latent vectors z of the last step: [images of a batch, latent size].
  let latents: Tensor
  private let loss: StepLoss
  private let augmenter: Augmenter?
  private let context: ComputeContext
  private static let latentsLabel = ProfileLabel("step", .data)

  /// Takes the memory of a step.
  public init(_ configuration: TrainingConfiguration, _ context: ComputeContext) {
    latents = Tensor(Shape(images: configuration.batchSize, channels: configuration.architecture.latentSize))
    loss = StepLoss(configuration, context)
    augmenter = Augmenter(configuration, context)
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
    context.executor.withWorkersStandingBy {
      make(state, StepInput(real: real, latents: latents, classes: classes))
    }
  }

  private func make(_ state: TrainingState, _ batch: StepInput) -> StepMetrics {
    drawLatents(state)
    state.setLearningRates()

    var fake: Tensor?
    update(state.discriminatorOptimizer, state, batch) { fake = addDiscriminatorGradients($0) }
    // Memory holds the fakes of one shard, and what G keeps of their pass: those of several are made again.
    if state.shards.own.count > 1 { fake = nil }
    update(state.generatorOptimizer, state, batch) { shard in
      addGeneratorGradients(shard, fake: fake ?? shard.generator.forward(shard.latents, .shard))
    }

    state.shards.moveStatistics(state.ranks)
    let metrics = loss.metrics(state.ranks)
    state.step += 1
    state.average?.move(steps: state.step, batchSize: latents.shape.images)
    return metrics
  }

  /// Lets Adam change a network by the gradient of its loss over the batch: `addGradients` adds that of each shard.
  private func update(
    _ optimizer: Adam, _ state: TrainingState, _ batch: StepInput, _ addGradients: (BatchShard) -> Void
  ) {
    for number in state.shards.own {
      let shard = BatchShard(number, of: batch, state)
      optimizer.network.clearGradients()
      shard.setClasses()
      addGradients(shard)
      state.shards.gradients.add(optimizer.network)
    }
    state.step(optimizer)
  }

  /// Adds the gradients of D's loss to those of D's parameters: D is to tell real images from fakes.
  ///
  /// - Returns: the fakes, valid until G's next pass.
  private func addDiscriminatorGradients(_ shard: BatchShard) -> Tensor {
    let (discriminator, penalty) = (shard.discriminator, shard.state.configuration.settings.penalty)
    let fake = generate(shard)
    if loss.comparesPairs {
      // The loss of a real image needs its fake's logit. The pass that learns from fakes is another one, below: a
      // backward pass belongs to the forward pass before it.
      loss.keepFake(discriminate(fake, .fakeForDiscriminator, shard))
    }

    let realLogits = discriminate(shard.real, .realForDiscriminator, shard)
    discriminator.backward(
      loss.gradient(.real, at: realLogits, shard: shard.number), addsParameterGradients: true,
      needsInputGradient: false)
    addPenalty(penalty.r1, shard)

    let fakeLogits = discriminate(fake, .fakeForDiscriminator, shard)
    discriminator.backward(
      loss.gradient(.fake, at: fakeLogits, shard: shard.number), addsParameterGradients: true,
      needsInputGradient: false)
    addPenalty(penalty.r2, shard)
    return fake
  }

  /// Adds the gradients of G's loss to those of G's parameters: its fakes are to be taken for real. They come through
  /// D, whose own parameters learn nothing here.
  private func addGeneratorGradients(_ shard: BatchShard, fake: Tensor) {
    if loss.comparesPairs { loss.keepReal(discriminate(shard.real, .realForGenerator, shard)) }

    let logits = discriminate(fake, .fakeForGenerator, shard)
    let imageGradient = shard.discriminator.backward(
      loss.gradient(.generator, at: logits, shard: shard.number), addsParameterGradients: false,
      needsInputGradient: true)
    guard let imageGradient else { preconditionFailure("the gradient of the images was asked for") }
    shard.generator.backward(
      augmenter?.backward(imageGradient) ?? imageGradient, addsParameterGradients: true, needsInputGradient: false)
  }

  /// Draws z, of the images that are this process's.
  private func drawLatents(_ state: TrainingState) {
    context.measure(Self.latentsLabel, images: latents.shape.images) {
      state.configuration.latentDistribution.fillBatch(
        latents, images: state.ownImages, seed: state.configuration.seed, step: state.step, context)
    }
  }

  /// G(z), in the pass that moves the running statistics of G.
  private func generate(_ shard: BatchShard) -> Tensor {
    let fake = shard.generator.forward(shard.latents, .shard)
    shard.state.shards.generatorStatistics.note(shard: shard.number)
    return fake
  }

  /// D's logits of images, which it sees as the augmentations leave them: one an image, valid until D's next pass.
  private func discriminate(_ images: Tensor, _ pass: Augmenter.Pass, _ shard: BatchShard) -> Tensor {
    let seen = augmenter?(images, pass, step: shard.state.step, first: shard.first) ?? images
    let logits = shard.discriminator.forward(seen, .shard)
    shard.state.shards.discriminatorStatistics.note(shard: shard.number)
    return logits
  }

  /// Adds the gradient of a penalty at the images of D's last pass, if it is one of the steps that have it. These stand
  /// for those between, and have it so many times.
  private func addPenalty(_ weight: Double, _ shard: BatchShard) {
    let settings = shard.state.configuration.settings
    guard let penalty = shard.state.penalty, weight > 0, settings.penalty.isDue(at: shard.state.step) else { return }
    penalty.addGradients(
      images: shard.real.shape.images,
      factor: weight * Double(settings.penalty.interval) / Double(settings.shards))
  }
}
