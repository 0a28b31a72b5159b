import TensorCore

/// A layer that is linear in its input plus a bias: ``LayerDescription/linear(outputs:bias:)``,
/// ``LayerDescription/convolution(_:)`` or ``LayerDescription/transposedConvolution(_:outputPadding:)``.
///
/// The weights lie as `[tap][input channel][output channel]`. The gradient of a convolution's input is a transposed
/// convolution of the output's gradient, and the other way round.
final class AffineLayer: Layer {
  let index: Int
  let needsGradientBuffer = true

  /// The shapes of one image as the engines see them: a linear layer's are single pixels.
  private let input: Shape
  private let output: Shape
  private let result: Tensor
  private let weights: Tensor
  private let bias: Tensor?
  private let weightGradients: Tensor?
  private let biasGradients: Tensor?
  private let forwardOperation: GatherOperation
  private let inputGradientOperation: GatherOperation?
  private let weightGradientOperation: WeightGradientOperation
  private let biasGradientOperation: ChannelSumOperation?
  private var lastInput: Tensor?

  /// Plans the layer.
  ///
  /// - Parameters:
  ///   - geometry: how the pixels of input and output meet.
  ///   - inputIsDense: whether the input is the dense grid, as for a convolution.
  ///   - needsInputGradient: whether a backward pass may be asked for the gradient of the layer's input.
  init(
    _ plan: LayerPlan, _ geometry: ConvolutionGeometry, index: Int, inputIsDense: Bool, needsInputGradient: Bool,
    maximumImages: Int, parameters: Parameters
  ) {
    self.index = index
    if case .linear = plan.description {
      input = Shape(channels: plan.input.imageCount)
      output = Shape(channels: plan.output.imageCount)
    } else {
      input = plan.input
      output = plan.output
    }
    result = Tensor(plan.output.with(images: maximumImages))

    func window(_ buffer: Tensor?, _ parameter: String) -> Tensor? {
      guard let buffer, let entry = parameters.entry("\(index).\(parameter)") else { return nil }
      return parameters.window(buffer, entry)
    }
    guard let weights = window(parameters.values, "weight") else {
      preconditionFailure("an affine layer has weights")
    }
    self.weights = weights
    bias = window(parameters.values, "bias")
    weightGradients = window(parameters.training?.gradients, "weight")
    biasGradients = window(parameters.training?.gradients, "bias")

    let (forward, backward) =
      inputIsDense
      ? (GatherOperation.fromDense, GatherOperation.fromStrided)
      : (GatherOperation.fromStrided, GatherOperation.fromDense)
    forwardOperation = forward(geometry, input.channels, output.channels, .rowsToColumns)
    inputGradientOperation =
      needsInputGradient ? backward(geometry, output.channels, input.channels, .columnsToRows) : nil
    weightGradientOperation = WeightGradientOperation(
      geometry, inputIsDense: inputIsDense, inputChannels: input.channels, outputChannels: output.channels)
    let outputs = result.count
    biasGradientOperation = biasGradients.map {
      ChannelSumOperation(maximumRows: outputs / $0.count, channels: $0.count)
    }
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    let images = input.shape.images
    let input = input.reshaped(self.input.with(images: images))
    let result = result.prefix(images: images)
    lastInput = input
    forwardOperation(input, result, bias: bias, context)
    return result
  }

  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, _ request: GradientRequest, _ context: ComputeContext
  ) {
    guard let lastInput else { preconditionFailure("a backward pass follows a forward pass") }
    let outputGradient = outputGradient.reshaped(output.with(images: outputGradient.shape.images))
    if request.parameters {
      guard let weightGradients else { preconditionFailure("a network that is trained has gradients") }
      weightGradientOperation(
        input: lastInput, outputGradient: outputGradient, gradient: weightGradients, context)
      if let biasGradients, let biasGradientOperation {
        biasGradientOperation.add(outputGradient, to: biasGradients, context)
      }
    }
    if let inputGradient {
      guard let inputGradientOperation else {
        preconditionFailure("the gradient of a network's input is planned when the network is made")
      }
      inputGradientOperation(outputGradient, inputGradient, context)
    }
  }

  func parametersDidChange(_ context: ComputeContext) {
    forwardOperation.pack(weights, context)
    inputGradientOperation?.pack(weights, context)
  }
}
