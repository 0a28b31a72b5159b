import TensorCore

/// A running layer that is linear in its input plus a bias: ``Linear``, ``Convolution`` or ``TransposedConvolution``.
///
/// The weights lie as `[tap][input channel][output channel]`. The gradient of a convolution's input is a transposed
/// convolution of the output's gradient, and the other way round.
final class AffineLayer: PiecewiseLinearLayer, EngineLayer {
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
  private let labels: (forward: ProfileLabel, input: ProfileLabel, weights: ProfileLabel, packing: ProfileLabel)
  /// Whether both operations keep their packed weights in one memory, in turns.
  private let sharesPackedWeights: Bool
  /// Which operations' packed weights are those of now.
  private var isPacked = (forward: false, inputGradient: false)
  private var lastInput: Tensor?
  private weak var front: (any ImageWiseLayer)?
  private weak var behind: (any ImageWiseLayer)?

  /// Makes the layer of a map, with other weights than the trained ones if there are any.
  init(_ site: LayerSite, _ map: AffineMap, weights otherWeights: Tensor? = nil) {
    index = site.index
    input = map.input
    output = map.output
    let (geometry, inputIsDense) = (map.geometry, map.inputIsDense)
    weights = otherWeights ?? site.values("weight")
    bias = site.optionalValues("bias")
    weightGradients = site.gradients("weight")
    biasGradients = site.gradients("bias")
    result = site.makeResult()
    let work = site.plan.multiplyAdds
    let weightBytes = weights.count * MemoryLayout<Float>.stride
    labels = (
      forward: ProfileLabel(site.name, .forward, multiplyAdds: work),
      input: ProfileLabel(site.name, .inputGradient, multiplyAdds: work),
      weights: ProfileLabel(site.name, .weightGradient, multiplyAdds: work),
      packing: ProfileLabel(site.name, .packing, fixedBytes: 2 * weightBytes)
    )

    let method = site.convolutionMethod
    let (forward, backward) =
      inputIsDense
      ? (GatherOperation.fromDense, GatherOperation.fromStrided)
      : (GatherOperation.fromStrided, GatherOperation.fromDense)
    sharesPackedWeights = site.sharesPackedWeights && site.needsInputGradient
    let packed = sharesPackedWeights ? PackedWeights(map.gatherMemory(inputGradient: true, method)) : nil
    forwardOperation = forward(geometry, input.channels, output.channels, .rowsToColumns, method, packed)
    inputGradientOperation =
      site.needsInputGradient
      ? backward(geometry, output.channels, input.channels, .columnsToRows, method, packed) : nil
    weightGradientOperation = WeightGradientOperation(
      geometry, inputIsDense: inputIsDense, inputChannels: input.channels, outputChannels: output.channels,
      method: method)
    let outputs = result.count
    biasGradientOperation = biasGradients.map {
      ChannelSumOperation(maximumRows: outputs / $0.count, channels: $0.count)
    }
  }

  func join(front: (any ImageWiseLayer)?, behind: (any ImageWiseLayer)?) {
    self.front = front
    self.behind = behind
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    let images = input.shape.images
    let input = input.reshaped(self.input.with(images: images))
    let result = result.prefix(images: images)
    lastInput = input
    packForward(context)
    context.measure(labels.forward, images: images) {
      forwardOperation(
        input, result, bias: bias, before: front?.outputWork(context),
        after: behind?.forwardWork(on: result, mode, context), context)
    }
    return result
  }

  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext
  ) {
    guard let lastInput else { preconditionFailure("a backward pass follows a forward pass") }
    let images = outputGradient.shape.images
    let outputGradient = outputGradient.reshaped(output.with(images: images))
    if addsParameterGradients {
      guard let weightGradients else { preconditionFailure("a network that is trained has gradients") }
      context.measure(labels.weights, images: images) {
        weightGradientOperation(
          input: lastInput, outputGradient: outputGradient, gradient: weightGradients, context)
        if let biasGradients, let biasGradientOperation {
          biasGradientOperation.add(outputGradient, to: biasGradients, context)
        }
      }
    }
    if let inputGradient {
      guard let inputGradientOperation else {
        preconditionFailure("the gradient of a network's input is planned when the network is made")
      }
      if !isPacked.inputGradient {
        pack(inputGradientOperation, context)
        isPacked = (forward: isPacked.forward && !sharesPackedWeights, inputGradient: true)
      }
      context.measure(labels.input, images: images) {
        inputGradientOperation(
          outputGradient, inputGradient, after: front?.backwardWork(on: inputGradient, context), context)
      }
    }
  }

  func push(_ tangent: Tensor, into output: Tensor?, _ context: ComputeContext) {
    guard let output else { preconditionFailure("the layer writes elsewhere than over its input") }
    let images = tangent.shape.images
    packForward(context)
    context.measure(labels.forward, images: images) {
      forwardOperation(
        tangent.reshaped(input.with(images: images)), output.reshaped(self.output.with(images: images)), context)
    }
  }

  func addWeightGradients(tangent: Tensor, outputGradient: Tensor, _ context: ComputeContext) {
    guard let weightGradients else { preconditionFailure("a network that is trained has gradients") }
    let images = tangent.shape.images
    context.measure(labels.weights, images: images) {
      weightGradientOperation(
        input: tangent.reshaped(input.with(images: images)),
        outputGradient: outputGradient.reshaped(output.with(images: images)), gradient: weightGradients, context)
    }
  }

  /// Weights are packed when they are needed: they are still in a cache then.
  func parametersDidChange(_ context: ComputeContext) { isPacked = (forward: false, inputGradient: false) }

  private func packForward(_ context: ComputeContext) {
    if isPacked.forward { return }
    pack(forwardOperation, context)
    isPacked = (forward: true, inputGradient: isPacked.inputGradient && !sharesPackedWeights)
  }

  private func pack(_ operation: GatherOperation, _ context: ComputeContext) {
    guard operation.copiesWeights else { return operation.pack(weights, context) }
    context.measure(labels.packing, images: 0) { operation.pack(weights, context) }
  }
}
