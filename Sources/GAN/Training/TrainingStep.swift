import NeuralNetwork
import TensorCore

/// What a training step says of itself.
public struct StepMetrics: Equatable, Sendable {
  /// The discriminator's loss, real and fake batches added.
  public var discriminatorLoss: Double
  /// The generator's loss.
  public var generatorLoss: Double
  /// The mean probability that the discriminator gave the real images, before its step.
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
  private let latents: Tensor
  private let logitGradient: Tensor
  private let entropy: BinaryCrossEntropyOperation
  private let generatorLoss: GeneratorLoss
  private let topFakes: TopFakes?
  private let context: ComputeContext
  private static let lossLabel = ProfileLabel("step", .loss)
  private static let latentsLabel = ProfileLabel("step", .data)

  /// Takes the memory of a step.
  public init(_ configuration: TrainingConfiguration, _ context: ComputeContext) {
    let images = configuration.batchSize
    latents = Tensor(Shape(images: images, channels: configuration.architecture.latentSize))
    logitGradient = Tensor(Shape(images: images, channels: 1))
    generatorLoss = configuration.generatorLoss
    entropy = BinaryCrossEntropyOperation(images: images)
    topFakes = configuration.keptFakes < 1 ? TopFakes(images: images, fraction: configuration.keptFakes) : nil
    self.context = context
  }

  /// Makes a step.
  ///
  /// - Parameters:
  ///   - state: the networks and optimisers; it counts the step.
  ///   - real: a batch of real images with values -1 ... 1.
  /// - Returns: the losses and probabilities.
  public func callAsFunction(_ state: TrainingState, real: Tensor) -> StepMetrics {
    context.executor.withWorkersStandingBy { make(state, real: real) }
  }

  private func make(_ state: TrainingState, real: Tensor) -> StepMetrics {
    let generator = state.generator.network
    let discriminator = state.discriminator.network
    context.measure(Self.latentsLabel, images: latents.shape.images) {
      state.configuration.latentDistribution.fillBatch(latents, seed: state.configuration.seed, step: state.step)
    }

    state.setLearningRates()
    discriminator.clearGradients()
    let onReal = judge(real, discriminator) { $0.crossEntropy(target: 1) }
    discriminator.backward(logitGradient, addsParameterGradients: true, needsInputGradient: false)
    let fake = generator.forward(latents, .training)
    let onFake = judge(fake, discriminator) { $0.crossEntropy(target: 0) }
    discriminator.backward(logitGradient, addsParameterGradients: true, needsInputGradient: false)
    state.discriminatorOptimizer.step()

    // The generator wants its images taken for real ones.
    generator.clearGradients()
    let loss = judge(fake, discriminator) { output in
      let loss = generatorLoss.evaluate(output)
      topFakes?.keep(output.logits, gradient: output.gradient)
      return loss
    }
    if let imageGradient = discriminator.backward(
      logitGradient, addsParameterGradients: false, needsInputGradient: true)
    {
      generator.backward(imageGradient, addsParameterGradients: true, needsInputGradient: false)
    }
    state.generatorOptimizer.step()

    state.step += 1
    state.average?.move(steps: state.step, batchSize: latents.shape.images)
    return StepMetrics(
      discriminatorLoss: onReal.loss + onFake.loss, generatorLoss: loss,
      realProbability: onReal.probability, fakeProbability: onFake.probability)
  }

  /// Evaluates a loss of the discriminator's verdict on a batch, which leaves its gradient in `logitGradient`.
  private func judge<Result>(
    _ images: Tensor, _ discriminator: Sequential, _ evaluate: (DiscriminatorOutput) -> Result
  ) -> Result {
    let logits = discriminator.forward(images, .training)
    return context.measure(Self.lossLabel, images: images.shape.images) {
      evaluate(DiscriminatorOutput(logits: logits, gradient: logitGradient, entropy: entropy, context: context))
    }
  }
}
