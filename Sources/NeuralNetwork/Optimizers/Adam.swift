import TensorCore

/// The Adam optimiser (Kingma & Ba, 2015) with PyTorch's semantics: epsilon outside the root, bias-corrected moments.
/// With the gradient g of a weight w, in step s
///
///     m = beta1 * m + (1 - beta1) * g
///     v = beta2 * v + (1 - beta2) * g^2
///     w = w - learningRate / (1 - beta1^s) * m / (sqrt(v / (1 - beta2^s)) + epsilon)
public final class Adam {
  /// The settings that change the result.
  public struct Settings: Hashable, Sendable {
    /// The step size.
    public var learningRate: Double
    /// The decay of the mean gradient.
    public var beta1: Double
    /// The decay of the mean squared gradient.
    public var beta2: Double
    /// Added to the root of the second moment.
    public var epsilon: Double

    /// Creates settings; the defaults are those of the DCGAN paper (Radford et al., 2016).
    public init(learningRate: Double = 2e-4, beta1: Double = 0.5, beta2: Double = 0.999, epsilon: Double = 1e-8) {
      self.learningRate = learningRate
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
    }
  }

  /// The settings.
  public let settings: Settings
  /// What the learning rate is multiplied by.
  public var learningRateFactor = 1.0
  /// Whether all gradients, weights and moments of the last step were finite.
  public package(set) var isFinite = true
  /// Steps made.
  public internal(set) var steps: Int64 = 0
  /// The betas to the power of the steps, as running products: a power function could differ between machines.
  var beta1Power = 1.0
  var beta2Power = 1.0
  package let network: Sequential
  private let context: ComputeContext
  private let label: ProfileLabel

  /// Creates an optimiser of a network made for training.
  public init(_ network: Sequential, _ settings: Settings, _ context: ComputeContext) {
    self.network = network
    self.settings = settings
    self.context = context
    // Reads weights, gradients and both moments; writes all but the gradients.
    label = ProfileLabel(
      network.name, .optimizer, fixedBytes: 7 * network.plan.parameterCount * MemoryLayout<Float>.stride)
  }

  /// Changes the parameters by their gradients, and hands them to the layers.
  public func step() { step(changing: 0..<network.parameters.values.count) { _ in } }

  /// Changes a part of the flat buffer of parameters alone, lets `share` complete the buffer, and hands it to the
  /// layers.
  package func step(changing part: Range<Int>, _ share: (_ parameters: Tensor) -> Void) {
    guard let training = network.parameters.training else {
      preconditionFailure("only a network made for training is optimised")
    }
    network.completeGradients()
    steps &+= 1
    beta1Power *= settings.beta1
    beta2Power *= settings.beta2
    func own(_ buffer: Tensor) -> Tensor {
      buffer.window(start: part.lowerBound, shape: Shape(channels: part.count))
    }
    isFinite =
      part.isEmpty
      || context.measure(label, images: 0) {
        context.adamStep(
          weights: own(network.parameters.values), gradients: own(training.gradients),
          firstMoments: own(training.firstMoments), secondMoments: own(training.secondMoments),
          learningRate: settings.learningRate * learningRateFactor, beta1: settings.beta1, beta2: settings.beta2,
          beta1Power: beta1Power, beta2Power: beta2Power, epsilon: settings.epsilon)
      }
    share(network.parameters.values)
    network.parametersDidStep()
  }
}
