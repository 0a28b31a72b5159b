import NeuralNetwork
import TensorCore

/// Adam (Kingma & Ba, 2015) over a batch of latents, each on its own.
struct LatentOptimizer {
  /// What the next step follows.
  let gradients: Tensor
  private let latents: Tensor
  private let firstMoments: Tensor
  private let secondMoments: Tensor
  private let settings: Adam.Settings
  private var beta1Power = 1.0
  private var beta2Power = 1.0
  private let context: ComputeContext

  /// Creates an optimiser that has made no step.
  init(_ latents: Tensor, learningRate: Double, _ context: ComputeContext) {
    self.latents = latents
    gradients = Tensor(latents.shape)
    firstMoments = Tensor(latents.shape)
    secondMoments = Tensor(latents.shape)
    settings = Adam.Settings(learningRate: learningRate, beta1: 0.9)
    self.context = context
  }

  /// Changes the latents by their gradients, with a fraction of the learning rate.
  mutating func step(rate: Double) {
    beta1Power *= settings.beta1
    beta2Power *= settings.beta2
    context.adamStep(
      weights: latents, gradients: gradients, firstMoments: firstMoments, secondMoments: secondMoments,
      learningRate: settings.learningRate * rate, beta1: settings.beta1, beta2: settings.beta2,
      beta1Power: beta1Power, beta2Power: beta2Power, epsilon: settings.epsilon)
  }
}
