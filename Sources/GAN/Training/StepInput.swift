import TensorCore

/// What a training step was made of. The tensors are the trainer's own, and hold it until the next step begins.
public struct StepInput {
  /// The real images.
  public let real: Tensor
  /// The latent vectors.
  public let latents: Tensor
  /// The class of each, and of the fakes beside them; none if the run is not conditional.
  public let classes: [Int]
}
