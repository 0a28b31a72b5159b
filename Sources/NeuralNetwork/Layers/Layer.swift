import TensorCore

/// Whether batch normalisation uses the batch's statistics or the running ones.
public enum Mode: Sendable {
  /// The batch's own mean and variance; the running ones move towards them.
  case training
  /// The running mean and variance: an image's output does not depend on its neighbours.
  case inference
}

/// What a backward pass has to compute.
struct GradientRequest {
  /// Whether to add to the gradients of the parameters.
  var parameters: Bool
}

/// A layer with its memory planned for a largest batch.
///
/// A backward pass belongs to the forward pass before it, whose input and output the layer remembers.
protocol Layer: AnyObject {
  /// The layer's place among the descriptions.
  var index: Int { get }

  /// Whether ``backward(_:into:_:_:)`` writes to a tensor other than the gradient it is given.
  var needsGradientBuffer: Bool { get }

  /// Computes the output of every image of `input`.
  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor

  /// Takes the gradient of the output back. The input's gradient is written to `inputGradient`, or over
  /// `outputGradient` if the layer needs no buffer; it is not computed if a layer that needs one is given none.
  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, _ request: GradientRequest, _ context: ComputeContext)

  /// Takes over changed parameters.
  func parametersDidChange(_ context: ComputeContext)
}
