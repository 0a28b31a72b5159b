import TensorCore

/// Copies an image's values into another grid so that they keep PyTorch's order: channel, row, column.
///
/// Behind a linear layer this costs nothing and is no layer of its own: the linear layer's weights are laid out so that
/// its outputs already stand in the grid's places.
final class Reshape: Layer {
  let index: Int
  let needsGradientBuffer = true
  private let result: Tensor
  /// For each place of the output in memory, the place of the input.
  private let source: [Int]
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)

  init(_ plan: LayerPlan, name: String, index: Int, maximumImages: Int) {
    self.index = index
    let bytes = 2 * plan.input.imageCount * MemoryLayout<Float>.stride
    labels = (
      forward: ProfileLabel(name, .elementwise, bytes: bytes),
      backward: ProfileLabel(name, .elementwiseGradient, bytes: bytes)
    )
    result = Tensor(plan.output.with(images: maximumImages))
    var source = [Int](repeating: 0, count: plan.output.imageCount)
    let inputs = ParameterLayout.memoryIndices(plan.input)
    let outputs = ParameterLayout.memoryIndices(plan.output)
    for (input, output) in zip(inputs, outputs) { source[output] = input }
    self.source = source
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    let result = result.prefix(images: input.shape.images)
    context.measure(labels.forward) { context.gatherValues(input, into: result, from: source) }
    return result
  }

  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, _ request: GradientRequest, _ context: ComputeContext
  ) {
    guard let inputGradient else { return }
    context.measure(labels.backward) { context.scatterValues(outputGradient, into: inputGradient, to: source) }
  }

  func parametersDidChange(_ context: ComputeContext) {}
}
