import TensorCore

/// A place in a network for a running layer to be made for.
package struct LayerSite {
  /// The layer's shapes and parameters.
  let plan: LayerPlan
  /// The place among the descriptions.
  let index: Int
  /// What a profile calls the place, such as `generator.4`.
  let name: String
  /// All parameters of the network.
  let parameters: Parameters
  /// Images of the maximum batch.
  let maximumImages: Int
  /// The classes of the batch's images.
  let classes: BatchClasses
  /// The layer behind.
  let next: LayerDescription?
  /// Whether the gradient of the layer's input is ever asked for.
  let needsInputGradient: Bool
  /// Whether the ways forward and back take turns with one memory of packed weights.
  let sharesPackedWeights: Bool
  /// How convolutions are computed.
  let convolutionMethod: ConvolutionMethod

  /// Memory for the outputs of the maximum batch.
  func makeResult() -> Tensor { Tensor(plan.output.with(images: maximumImages)) }

  /// The values of one of the layer's own parameters, which its plan named.
  func values(_ name: String) -> Tensor {
    guard let values = optionalValues(name) else { preconditionFailure("a planned parameter has values") }
    return values
  }

  /// The values of a parameter that the layer may lack.
  func optionalValues(_ name: String) -> Tensor? { parameters.window(parameters.values, "\(index).\(name)") }

  /// The gradients of a parameter; `nil` in a network that is not trained, or if the layer lacks it.
  func gradients(_ name: String) -> Tensor? { parameters.window(parameters.training?.gradients, "\(index).\(name)") }

  /// What a profile calls the passes of a layer without multiply-adds of note, whose work is to read and write so many
  /// floats for each image.
  func elementwiseLabels(forward: Int, backward: Int) -> (forward: ProfileLabel, backward: ProfileLabel) {
    (
      forward: ProfileLabel(name, .elementwise, bytes: forward * MemoryLayout<Float>.stride),
      backward: ProfileLabel(name, .elementwiseGradient, bytes: backward * MemoryLayout<Float>.stride)
    )
  }
}
