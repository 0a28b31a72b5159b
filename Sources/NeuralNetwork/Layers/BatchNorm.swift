import TensorCore

/// Batch normalisation (Ioffe & Szegedy, 2015) with PyTorch's semantics, and the rectifier behind it in the same passes.
///
/// The biased variance normalises; the running variance takes the unbiased one. Neither the normalised values nor a mask
/// of the rectifier is kept: the backward pass makes them anew from the input.
final class BatchNorm: Layer {
  let index: Int
  let needsGradientBuffer = false

  /// Statistics that inference uses.
  let runningMean: Tensor
  let runningVariance: Tensor
  /// Batches that the running statistics have seen.
  var batchesTracked: Int64 = 0

  private let slope: Float
  private let result: Tensor
  private let gamma: Tensor
  private let beta: Tensor
  private let gammaGradients: Tensor?
  private let betaGradients: Tensor?
  private let operation: NormalizationOperation
  private var inverseDeviation: [Double]
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)
  private var lastInput: Tensor?
  private var lastMode = Mode.training

  private static let epsilon = 1e-5
  private static let momentum = 0.1

  /// Plans the layer, with the slope of its rectifier for negative values: 1 for none, 0 for ReLU.
  init(_ plan: LayerPlan, name: String, index: Int, slope: Float, maximumImages: Int, parameters: Parameters) {
    self.index = index
    self.slope = slope
    // Forward: two passes that read and one that writes. Backward: two that read two tensors, and one that writes.
    let imageBytes = plan.input.imageCount * MemoryLayout<Float>.stride
    labels = (
      forward: ProfileLabel(name, .elementwise, bytes: 3 * imageBytes),
      backward: ProfileLabel(name, .elementwiseGradient, bytes: 5 * imageBytes)
    )
    let channels = plan.input.channels
    result = Tensor(plan.output.with(images: maximumImages))
    guard let gamma = parameters.window(parameters.values, "\(index).weight"),
      let beta = parameters.window(parameters.values, "\(index).bias")
    else {
      preconditionFailure("batch normalisation has a weight and a bias")
    }
    self.gamma = gamma
    self.beta = beta
    gammaGradients = parameters.window(parameters.training?.gradients, "\(index).weight")
    betaGradients = parameters.window(parameters.training?.gradients, "\(index).bias")
    runningMean = Tensor(count: channels)
    runningVariance = Tensor(count: channels)
    runningMean.values = [Float](repeating: 0, count: channels)
    runningVariance.values = [Float](repeating: 1, count: channels)
    inverseDeviation = [Double](repeating: 1, count: channels)
    operation = NormalizationOperation(maximumRows: result.shape.pixels, channels: channels)
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    context.measure(labels.forward) {
      lastInput = input
      lastMode = mode
      switch mode {
      case .training: useStatistics(of: input, context)
      case .inference: useRunningStatistics()
      }
      let result = result.prefix(images: input.shape.images)
      operation.normalize(input, result, slope: slope, context)
      return result
    }
  }

  private func useStatistics(of input: Tensor, _ context: ComputeContext) {
    let rows = Double(input.shape.pixels)
    precondition(rows > 1, "the statistics of a batch need more than one value a channel")
    operation.moments(of: input, context) { channel, mean, variance in
      setChannel(channel, mean: mean, variance: variance)
      runningMean[channel] = Self.moved(runningMean[channel], towards: mean)
      runningVariance[channel] = Self.moved(runningVariance[channel], towards: variance * rows / (rows - 1))
    }
    batchesTracked &+= 1
  }

  private func useRunningStatistics() {
    for channel in 0..<runningMean.count {
      setChannel(channel, mean: Double(runningMean[channel]), variance: Double(runningVariance[channel]))
    }
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, _ request: GradientRequest, _ context: ComputeContext
  ) {
    guard let lastInput else { preconditionFailure("a backward pass follows a forward pass") }
    context.measure(labels.backward) {
      if lastMode == .inference {
        precondition(!request.parameters, "parameters are trained with the statistics of batches")
        return operation.gradientByConstants(lastInput, outputGradient, slope: slope, context)
      }
      operation.gradient(lastInput, outputGradient, slope: slope, inverseDeviation: inverseDeviation, context) {
        channel, gammaGradient, betaGradient in
        guard request.parameters, let gammaGradients, let betaGradients else { return }
        gammaGradients[channel] += Float(gammaGradient)
        betaGradients[channel] += Float(betaGradient)
      }
    }
  }

  func parametersDidChange(_ context: ComputeContext) {}

  private func setChannel(_ channel: Int, mean: Double, variance: Double) {
    inverseDeviation[channel] = 1 / (variance + Self.epsilon).squareRoot()
    operation.setChannel(
      channel, mean: mean, inverseDeviation: inverseDeviation[channel], gamma: gamma[channel], beta: beta[channel])
  }

  private static func moved(_ running: Float, towards value: Double) -> Float {
    Float((1 - momentum) * Double(running) + momentum * value)
  }
}
