import NeuralNetwork
import TensorCore

/// What a training step says of itself.
public struct StepMetrics: Equatable, Sendable {
  /// The discriminator's loss, real and fake batches added.
  public var discriminatorLoss: Double
  /// The generator's loss.
  public var generatorLoss: Double
  /// The mean probability that the discriminator gave the real images, before its step; what stands for it, with a loss
  /// that is about no probabilities.
  public var realProbability: Double
  /// The mean probability that the discriminator gave the fake images, before its step.
  public var fakeProbability: Double

  /// Creates metrics.
  public init(
    discriminatorLoss: Double, generatorLoss: Double, realProbability: Double, fakeProbability: Double
  ) {
    self.discriminatorLoss = discriminatorLoss
    self.generatorLoss = generatorLoss
    self.realProbability = realProbability
    self.fakeProbability = fakeProbability
  }

  /// Whether every number is one.
  public var isFinite: Bool {
    discriminatorLoss.isFinite && generatorLoss.isFinite && realProbability.isFinite && fakeProbability.isFinite
  }
}

/// The training step of the paper and of pytorch/examples: one Adam step of the discriminator on a real and a fake
/// batch, then one of the generator through the changed discriminator, on the same fakes.
public final class TrainingStep {
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
  private let context: ComputeContext
  private static let lossLabel = ProfileLabel("step", .loss)
  private static let latentsLabel = ProfileLabel("step", .data)

  /// Takes the memory of a step.
  public init(_ configuration: TrainingConfiguration, _ context: ComputeContext) {
    let images = configuration.batchSize
    latents = Tensor(Shape(images: images, channels: configuration.architecture.latentSize))
    logitGradient = Tensor(Shape(images: images, channels: 1))
    loss = configuration.loss
    realTarget = Float(configuration.settings.realTarget)
    let paired = Shape(images: loss.comparesPairs ? images : 1, channels: 1)
    lastLogits = (Tensor(paired), Tensor(paired))
    entropy = BinaryCrossEntropyOperation(images: images)
    augmenter = Augmenter(configuration, context)
    topFakes = configuration.keptFakes < 1 ? TopFakes(images: images, fraction: configuration.keptFakes) : nil
    self.context = context
  }

  /// Makes a step.
  ///
  /// - Parameters:
  ///   - state: the networks and optimisers; it counts the step.
  ///   - real: a batch of real images with values -1 ... 1.
  ///   - classes: the class of each of them, and of the fakes beside them, in a conditional run.
  /// - Returns: the losses and probabilities.
  public func callAsFunction(_ state: TrainingState, real: Tensor, classes: [Int] = []) -> StepMetrics {
    state.generator.network.classes.set(classes)
    state.discriminator.network.classes.set(classes)
    return context.executor.withWorkersStandingBy { make(state, real: real) }
  }

  private func make(_ state: TrainingState, real: Tensor) -> StepMetrics {
    let generator = state.generator.network
    let discriminator = state.discriminator.network
    context.measure(Self.latentsLabel, images: latents.shape.images) {
      state.configuration.latentDistribution.fillBatch(latents, seed: state.configuration.seed, step: state.step)
    }

    state.setLearningRates()
    discriminator.clearGradients()
    // What the discriminator sees of images.
    func seen(_ images: Tensor, _ pass: Augmenter.Pass) -> Tensor {
      augmenter?(images, pass, step: state.step) ?? images
    }
    let penalty = state.configuration.settings.penalty
    var early: Tensor?
    if loss.comparesPairs {
      // The gradient of real images needs the logits of fakes, whose own pass must come later: a backward pass belongs
      // to the forward pass before it.
      let fake = generator.forward(latents, .training)
      lastLogits.fake.copy(from: discriminator.forward(seen(fake, .fakeForDiscriminator), .training))
      early = fake
    }
    let onReal = judge(
      seen(real, .realForDiscriminator), discriminator, (lastLogits.real, lastLogits.fake), loss.ofReal)
    discriminator.backward(logitGradient, addsParameterGradients: true, needsInputGradient: false)
    addPenalty(penalty.r1, state)
    let fake = early ?? generator.forward(latents, .training)
    let onFake = judge(
      seen(fake, .fakeForDiscriminator), discriminator, (lastLogits.fake, lastLogits.real), loss.ofFake)
    discriminator.backward(logitGradient, addsParameterGradients: true, needsInputGradient: false)
    addPenalty(penalty.r2, state)
    state.discriminatorOptimizer.step()

    // The generator wants its images taken for real ones.
    generator.clearGradients()
    if loss.comparesPairs {
      lastLogits.real.copy(from: discriminator.forward(seen(real, .realForGenerator), .training))
    }
    let ofGenerator = judge(
      seen(fake, .fakeForGenerator), discriminator, (lastLogits.fake, lastLogits.real)
    ) { output in
      let found = loss.ofGenerator(output)
      topFakes?.keep(output.logits, gradient: output.gradient)
      return found
    }
    if let imageGradient = discriminator.backward(
      logitGradient, addsParameterGradients: false, needsInputGradient: true)
    {
      generator.backward(
        augmenter?.backward(imageGradient) ?? imageGradient, addsParameterGradients: true, needsInputGradient: false)
    }
    state.generatorOptimizer.step()

    state.step += 1
    state.average?.move(steps: state.step, batchSize: latents.shape.images)
    return StepMetrics(
      discriminatorLoss: onReal.loss + onFake.loss, generatorLoss: ofGenerator.loss,
      realProbability: onReal.probability, fakeProbability: onFake.probability)
  }

  /// Adds the gradient of a penalty at the images of the discriminator's last pass, if it is one of the steps that have
  /// it. These stand for those between, and have it so many times.
  private func addPenalty(_ weight: Double, _ state: TrainingState) {
    let settings = state.configuration.settings.penalty
    guard let penalty = state.penalty, weight > 0, settings.isDue(at: state.step) else { return }
    penalty.addGradients(images: latents.shape.images, factor: weight * Double(settings.interval))
  }

  /// Evaluates a part of the loss, of the discriminator's verdict on a batch, which leaves its gradient in
  /// `logitGradient`. The logits are kept in `last.own` for a loss that compares them.
  private func judge(
    _ images: Tensor, _ discriminator: Sequential, _ last: (own: Tensor, others: Tensor),
    _ part: (DiscriminatorOutput) -> LossAndProbability
  ) -> LossAndProbability {
    let logits = discriminator.forward(images, .training)
    return context.measure(Self.lossLabel, images: images.shape.images) {
      if loss.comparesPairs { last.own.copy(from: logits) }
      return part(
        DiscriminatorOutput(
          logits: logits, others: last.others, gradient: logitGradient, realTarget: realTarget, entropy: entropy,
          context: context))
    }
  }
}
