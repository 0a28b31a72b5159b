import TensorCore

// An activation works in place: it writes over the output of the layer before, which that layer need not keep. A
// network's own input belongs to the caller, another network's output perhaps, so the first layer of a network writes to
// memory of its own.

/// A rectifier that stands alone: ReLU has the slope 0.
final class LeakyReLU: Layer {
  let index: Int
  let needsGradientBuffer = false
  private let slope: Float
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)
  private let result: Tensor?
  private var lastOutput: Tensor?

  init(_ plan: LayerPlan, name: String, index: Int, slope: Float, maximumImages: Int) {
    self.index = index
    result = ownResult(plan, index, maximumImages)
    labels = activationLabels(plan, name)
    self.slope = slope
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    context.measure(labels.forward) {
      let output = writable(input, or: result)
      context.leaky(output, slope: slope)
      lastOutput = output
      return output
    }
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, _ request: GradientRequest, _ context: ComputeContext
  ) {
    guard let lastOutput else { preconditionFailure("a backward pass follows a forward pass") }
    context.measure(labels.backward) { context.leakyGradient(outputGradient, output: lastOutput, slope: slope) }
  }

  func parametersDidChange(_ context: ComputeContext) {}
}

/// The hyperbolic tangent.
final class Tanh: Layer {
  let index: Int
  let needsGradientBuffer = false
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)
  private let result: Tensor?
  private var lastOutput: Tensor?

  init(_ plan: LayerPlan, name: String, index: Int, maximumImages: Int) {
    self.index = index
    result = ownResult(plan, index, maximumImages)
    labels = activationLabels(plan, name)
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    context.measure(labels.forward) {
      let output = writable(input, or: result)
      context.tanh(output)
      lastOutput = output
      return output
    }
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, _ request: GradientRequest, _ context: ComputeContext
  ) {
    guard let lastOutput else { preconditionFailure("a backward pass follows a forward pass") }
    context.measure(labels.backward) { context.tanhGradient(outputGradient, output: lastOutput) }
  }

  func parametersDidChange(_ context: ComputeContext) {}
}

/// Memory for the output of an activation that may not write over its input.
private func ownResult(_ plan: LayerPlan, _ index: Int, _ maximumImages: Int) -> Tensor? {
  index == 0 ? Tensor(plan.output.with(images: maximumImages)) : nil
}

/// What an activation works on: its input, or a copy of it in memory of its own.
private func writable(_ input: Tensor, or result: Tensor?) -> Tensor {
  guard let result = result?.prefix(images: input.shape.images) else { return input }
  result.copy(from: input)
  return result
}

private func activationLabels(_ plan: LayerPlan, _ name: String) -> (forward: ProfileLabel, backward: ProfileLabel) {
  let imageBytes = plan.input.imageCount * MemoryLayout<Float>.stride
  return (
    forward: ProfileLabel(name, .elementwise, bytes: 2 * imageBytes),
    backward: ProfileLabel(name, .elementwiseGradient, bytes: 3 * imageBytes)
  )
}
