import TensorCore

/// ``LayerDescription/batchNorm``. It does the work of a rectifier behind it in the same passes.
package struct BatchNormalization: LayerKind {
  package static let type = "batchNorm"

  package init() {}

  package var summary: String { "batch normalisation" }

  package func plan(_ place: LayerPlace) -> LayerPlan {
    let channels = place.input.channels
    return LayerPlan(
      self, place, output: place.input,
      parameters: [
        ParameterPlan(
          name: "weight", shape: [channels], layout: .plain,
          initialization: .normal(mean: 1, standardDeviation: 0.02)), .bias(channels),
      ], absorbsNext: place.next?.absorbableSlope != nil)
  }

  package var needsGradientBuffer: Bool { false }

  /// Results and their statistics, what is applied, what a copy of the state has of them, and partial sums.
  package func memory(_ demand: LayerDemand) -> NetworkMemory {
    let channels = demand.plan.output.channels
    var memory = NetworkMemory()
    memory.kept = demand.results + Double(channels * 20)
    memory.kept += NormalizationOperation.memory(demand.plan.output, images: demand.images)
    return memory
  }

  package func makeLayer(_ site: LayerSite) -> any Layer {
    BatchNormLayer(site, slope: site.next?.absorbableSlope ?? 1)
  }
}

extension LayerDescription {
  /// Batch normalisation of each channel over images, rows and columns. The outputs of a linear layer that are not
  /// reshaped yet are channels: each is normalised by itself, over the images.
  public static let batchNorm = LayerDescription(BatchNormalization())
}

/// Batch normalisation (Ioffe & Szegedy, 2015) with PyTorch's semantics, and the rectifier behind it: of each channel
///
///     y = leaky(gamma * (x - mean) / sqrt(variance + epsilon) + beta)
///
/// with mean and variance over the batch, or the running ones in inference. The biased variance normalises; the running
/// variance takes the unbiased one. Neither the normalised values nor a mask of the rectifier is kept: the backward
/// pass makes them anew from the input.
private final class BatchNormLayer: Layer {
  let index: Int
  let needsGradientBuffer = false
  let keepsStatistics = true

  private let running: RunningStatistics
  private let slope: Float
  private let result: Tensor
  private let gamma: Tensor
  private let beta: Tensor
  private let gammaGradients: Tensor?
  private let betaGradients: Tensor?
  private let operation: NormalizationOperation
  /// Of every channel, as it was normalised last.
  private var inverseDeviation: [Double]
  private let name: String
  private var lastInput: Tensor?
  private var lastMode = Mode.training
  /// What the layers beside this one have done or will do.
  private var momentsAreReduced = false
  private var sumsAreReduced = false
  var leavesOutput = false

  /// Added to variances: that of a channel which is the same everywhere is 0, and divides nothing.
  private static let epsilon = 1e-5

  /// Makes the layer, with the slope of its rectifier for negative values: 1 for none, 0 for ReLU.
  init(_ site: LayerSite, slope: Float) {
    index = site.index
    self.slope = slope
    name = site.name
    result = site.makeResult()
    gamma = site.values("weight")
    beta = site.values("bias")
    gammaGradients = site.gradients("weight")
    betaGradients = site.gradients("bias")
    let channels = site.plan.input.channels
    running = RunningStatistics(channels: channels)
    inverseDeviation = [Double](repeating: 1, count: channels)
    operation = NormalizationOperation(maximum: result.shape)
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    // A pass that reads for the moments, one that reads and writes for the output.
    let passes = (mode == .inference || momentsAreReduced ? 0 : 1) + (leavesOutput ? 0 : 2)
    let result = result.prefix(images: input.shape.images)
    context.measure(label(.elementwise, passes, input), images: input.shape.images) {
      lastInput = input
      lastMode = mode
      switch mode {
      case .training, .shard: useStatistics(of: input, context)
      case .inference: useRunningStatistics()
      }
      if !leavesOutput { operation.normalize(input, result, slope: slope, context) }
    }
    return result
  }

  private func useStatistics(of input: Tensor, _ context: ComputeContext) {
    let rows = Double(input.shape.pixels)
    precondition(rows > 1, "the statistics of a batch need more than one value a channel")
    running.beginBatch(rows: rows)
    operation.moments(of: input, areReduced: momentsAreReduced, context) { channel, mean, variance in
      setChannel(channel, mean: mean, variance: variance)
      running.note(channel, mean: mean, variance: variance)
    }
    running.endBatch(lastMode)
    momentsAreReduced = false
  }

  private func useRunningStatistics() {
    for channel in 0..<running.channels {
      setChannel(channel, mean: Double(running.mean[channel]), variance: Double(running.variance[channel]))
    }
  }

  private func setChannel(_ channel: Int, mean: Double, variance: Double) {
    inverseDeviation[channel] = 1 / (variance + Self.epsilon).squareRoot()
    operation.setChannel(
      channel, mean: mean, inverseDeviation: inverseDeviation[channel], gamma: gamma[channel], beta: beta[channel])
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext
  ) {
    guard let lastInput else { preconditionFailure("a backward pass follows a forward pass") }
    // A pass that reads both tensors for the sums, one that reads them and writes.
    let passes = (lastMode == .inference || sumsAreReduced ? 0 : 2) + 3
    context.measure(label(.elementwiseGradient, passes, lastInput), images: outputGradient.shape.images) {
      defer { sumsAreReduced = false }
      if lastMode == .inference {
        precondition(!addsParameterGradients, "parameters are trained with the statistics of batches")
        return operation.gradientByConstants(lastInput, outputGradient, slope: slope, context)
      }
      operation.gradient(
        lastInput, outputGradient, slope: slope, inverseDeviation: inverseDeviation, sumsAreReduced: sumsAreReduced,
        context
      ) {
        channel, gammaGradient, betaGradient in
        guard addsParameterGradients, let gammaGradients, let betaGradients else { return }
        gammaGradients[channel] += Float(gammaGradient)
        betaGradients[channel] += Float(betaGradient)
      }
    }
  }

  /// A label of passes that each read or write an image.
  private func label(_ kind: ProfileLabel.Operation, _ passes: Int, _ input: Tensor) -> ProfileLabel {
    ProfileLabel(name, kind, bytes: passes * input.shape.imageCount * MemoryLayout<Float>.stride)
  }

  var stateIsFinite: Bool { running.isFinite }

  func beginStatistics() { running.beginEstimate() }

  func endStatistics() { running.endEstimate() }

  var statisticsCount: Int { running.count }

  func noteStatistics(in table: inout ShardTable, shard: Int, from column: Int) {
    running.note(in: &table, shard: shard, from: column)
  }

  func moveStatistics(towards table: ShardTable, from column: Int) { running.move(towards: table, from: column) }

  func namedState(prefix: String) -> [NamedState] { running.namedState(prefix: prefix) }
}

/// The sums over the batch, and the output, which the layers beside it make of each image while that is in a cache.
extension BatchNormLayer: ImageWiseLayer {
  func forwardWork(on input: Tensor, _ mode: Mode, _ context: ComputeContext) -> ImageWork? {
    if mode == .inference { return nil }
    let work = operation.momentsWork(input, context)
    momentsAreReduced = work != nil
    return work
  }

  func outputWork(_ context: ComputeContext) -> ImageWork? {
    lastInput.map { operation.outputWork($0, result.prefix(images: $0.shape.images), slope: slope, context) }
  }

  func backwardWork(on outputGradient: Tensor, _ context: ComputeContext) -> ImageWork? {
    guard lastMode != .inference, let lastInput else { return nil }
    let work = operation.gradientSumsWork(lastInput, outputGradient, slope: slope, context)
    sumsAreReduced = work != nil
    return work
  }
}
