import TensorCore

/// Nearest-neighbour up-sampling: ``LayerDescription/upsampling(scale:)``.
final class Upsampling: Layer {
  let index: Int
  let needsGradientBuffer = true
  private let scale: Int
  private let result: Tensor
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)

  init(_ plan: LayerPlan, name: String, index: Int, scale: Int, maximumImages: Int) {
    self.index = index
    self.scale = scale
    let bytes = (plan.input.imageCount + plan.output.imageCount) * MemoryLayout<Float>.stride
    labels = (
      forward: ProfileLabel(name, .elementwise, bytes: bytes),
      backward: ProfileLabel(name, .elementwiseGradient, bytes: bytes)
    )
    result = Tensor(plan.output.with(images: maximumImages))
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    let result = result.prefix(images: input.shape.images)
    context.measure(labels.forward) { context.upsample(input, into: result, scale: scale) }
    return result
  }

  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, _ request: GradientRequest, _ context: ComputeContext
  ) {
    guard let inputGradient else { return }
    context.measure(labels.backward) { context.upsampleGradient(outputGradient, into: inputGradient, scale: scale) }
  }

  func parametersDidChange(_ context: ComputeContext) {}
}
