import TensorCore

/// A running layer that is linear but for a bias and a mask, which its last forward pass left: what a
/// ``GradientPenalty`` can be taken through.
package protocol PiecewiseLinearLayer: Layer {
  /// Takes a tangent of the input through the layer, without its bias and through the mask: the product of the layer's
  /// Jacobian with it. The output's is written to `output`, or over the input's if the layer works in place.
  func push(_ tangent: Tensor, into output: Tensor?, _ context: ComputeContext)

  /// Adds to the gradients of weights those of `outputGradient` times what the weights make of the tangent.
  func addWeightGradients(tangent: Tensor, outputGradient: Tensor, _ context: ComputeContext)
}

extension PiecewiseLinearLayer {
  /// There are no weights.
  package func addWeightGradients(tangent: Tensor, outputGradient: Tensor, _ context: ComputeContext) {}
}
