/// How thoroughly to search for a latent, and what beside the likeness counts.
public struct SearchSettings: Hashable, Sendable {
  /// Random latents that are looked at first; each image begins with the most alike of them.
  public var candidates: Int
  /// The candidates that each image's search goes on with.
  public var restarts: Int
  /// Steps of gradient descent for each of them.
  public var steps: Int
  /// The step size of Adam at the start; it falls to zero in a straight line.
  public var learningRate: Double
  /// The weight of the latent's prior: `(|z|^2 / expected |z|^2 - 1)^2`.
  public var prior: Double
  /// The weight of the discriminator's prior, `log(1 - D(G(z)))` (Yeh et al., 2017).
  public var realism: Double
  /// The seed of the candidates.
  public var seed: UInt64
  /// The class that a conditional generator draws all images of; 0 if `nil`.
  public var classNumber: Int?

  /// Creates settings.
  public init(
    candidates: Int = 4096, restarts: Int = 2, steps: Int = 600, learningRate: Double = 0.3, prior: Double = 0.02,
    realism: Double = 0, seed: UInt64 = 0, classNumber: Int? = nil
  ) {
    self.candidates = candidates
    self.restarts = restarts
    self.steps = steps
    self.learningRate = learningRate
    self.prior = prior
    self.realism = realism
    self.seed = seed
    self.classNumber = classNumber
  }
}
