import TensorCore

/// A rectifier that stands alone, in place: ReLU has the slope 0.
final class LeakyReLU: Layer {
  let index: Int
  let needsGradientBuffer = false
  private let slope: Float
  private var lastOutput: Tensor?

  init(index: Int, slope: Float) {
    self.index = index
    self.slope = slope
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    context.leaky(input, slope: slope)
    lastOutput = input
    return input
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, _ request: GradientRequest, _ context: ComputeContext
  ) {
    guard let lastOutput else { preconditionFailure("a backward pass follows a forward pass") }
    context.leakyGradient(outputGradient, output: lastOutput, slope: slope)
  }

  func parametersDidChange(_ context: ComputeContext) {}
}

/// The hyperbolic tangent, in place.
final class Tanh: Layer {
  let index: Int
  let needsGradientBuffer = false
  private var lastOutput: Tensor?

  init(index: Int) {
    self.index = index
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    context.tanh(input)
    lastOutput = input
    return input
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, _ request: GradientRequest, _ context: ComputeContext
  ) {
    guard let lastOutput else { preconditionFailure("a backward pass follows a forward pass") }
    context.tanhGradient(outputGradient, output: lastOutput)
  }

  func parametersDidChange(_ context: ComputeContext) {}
}
