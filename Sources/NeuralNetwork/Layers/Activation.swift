import TensorCore

/// A rectifier that stands alone, in place: ReLU has the slope 0.
final class LeakyReLU: Layer {
  let index: Int
  let needsGradientBuffer = false
  private let slope: Float
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)
  private var lastOutput: Tensor?

  init(_ plan: LayerPlan, name: String, index: Int, slope: Float) {
    self.index = index
    labels = activationLabels(plan, name)
    self.slope = slope
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    context.measure(labels.forward) { context.leaky(input, slope: slope) }
    lastOutput = input
    return input
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, _ request: GradientRequest, _ context: ComputeContext
  ) {
    guard let lastOutput else { preconditionFailure("a backward pass follows a forward pass") }
    context.measure(labels.backward) { context.leakyGradient(outputGradient, output: lastOutput, slope: slope) }
  }

  func parametersDidChange(_ context: ComputeContext) {}
}

/// The hyperbolic tangent, in place.
final class Tanh: Layer {
  let index: Int
  let needsGradientBuffer = false
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)
  private var lastOutput: Tensor?

  init(_ plan: LayerPlan, name: String, index: Int) {
    self.index = index
    labels = activationLabels(plan, name)
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    context.measure(labels.forward) { context.tanh(input) }
    lastOutput = input
    return input
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, _ request: GradientRequest, _ context: ComputeContext
  ) {
    guard let lastOutput else { preconditionFailure("a backward pass follows a forward pass") }
    context.measure(labels.backward) { context.tanhGradient(outputGradient, output: lastOutput) }
  }

  func parametersDidChange(_ context: ComputeContext) {}
}

private func activationLabels(_ plan: LayerPlan, _ name: String) -> (forward: ProfileLabel, backward: ProfileLabel) {
  let imageBytes = plan.input.imageCount * MemoryLayout<Float>.stride
  return (
    forward: ProfileLabel(name, .elementwise, bytes: 2 * imageBytes),
    backward: ProfileLabel(name, .elementwiseGradient, bytes: 3 * imageBytes)
  )
}
