import TensorCore

/// A running layer that computes with its weights divided by their largest singular value.
///
/// The value is found anew, by one power iteration, when the optimiser has changed the weights, and stays the same
/// until it does again: so all passes of a step, and those after a checkpoint was read, see the same weights.
final class SpectralLayer: PiecewiseLinearLayer, EngineLayer {
  let index: Int
  let needsGradientBuffer = true
  private let inner: AffineLayer
  private let normalization: SpectralNormalization
  /// The weights that the layer computes with.
  private let normalized: Tensor
  private let gradients: Tensor?
  private let vectorLayouts: (outputs: ParameterLayout, rows: ParameterLayout)
  private var largestSingularValue = 1.0

  /// Makes the layer of a map.
  init(_ site: LayerSite, _ map: AffineMap) {
    index = site.index
    let weights = site.values("weight")
    normalized = Tensor(count: weights.count)
    gradients = site.gradients("weight")
    normalization = SpectralNormalization(weights, outputCount: map.output.channels)
    vectorLayouts = site.plan.parameters[0].layout.layoutsOfSides
    inner = AffineLayer(site, map, weights: normalized)
  }

  /// What it takes: another copy of the weights, the vectors, and these in a copy of the state.
  static func memory(_ demand: LayerDemand, _ map: AffineMap) -> NetworkMemory {
    var memory = map.memory(demand)
    let weights = demand.plan.parameters[0].count
    let vectors = map.output.channels + weights / map.output.channels
    memory.kept += Double(weights + (demand.isTrained ? 2 : 1) * vectors) + 3 * NetworkMemory.gap
    return memory
  }

  var stateIsFinite: Bool {
    largestSingularValue.isFinite && (0..<normalization.outputs.count).allSatisfy { normalization.outputs[$0].isFinite }
  }

  func join(front: (any ImageWiseLayer)?, behind: (any ImageWiseLayer)?) { inner.join(front: front, behind: behind) }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    inner.forward(input, mode, context)
  }

  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext
  ) {
    inner.backward(outputGradient, into: inputGradient, addsParameterGradients: addsParameterGradients, context)
  }

  func push(_ tangent: Tensor, into output: Tensor?, _ context: ComputeContext) {
    inner.push(tangent, into: output, context)
  }

  func addWeightGradients(tangent: Tensor, outputGradient: Tensor, _ context: ComputeContext) {
    inner.addWeightGradients(tangent: tangent, outputGradient: outputGradient, context)
  }

  var completesGradients: Bool { true }

  func completeGradients() {
    guard let gradients else { return }
    normalization.completeGradient(gradients, normalized: normalized, value: largestSingularValue)
  }

  func parametersDidStep(_ context: ComputeContext) {
    normalization.iterate()
    parametersDidChange(context)
  }

  func parametersDidChange(_ context: ComputeContext) {
    if !normalization.isBegun { normalization.begin(layer: index) }
    largestSingularValue = normalization.largestSingularValue
    context.fill(normalized, with: 0)
    context.add(normalization.weights, times: Float(1 / largestSingularValue), to: normalized)
    inner.parametersDidChange(context)
  }

  func namedState(prefix: String) -> [NamedState] {
    let (outputs, rows) = (normalization.outputs, normalization.rows)
    return [
      .floats(prefix + "weight_u", shape: [outputs.count], outputs, layout: vectorLayouts.outputs),
      .floats(prefix + "weight_v", shape: [rows.count], rows, layout: vectorLayouts.rows),
    ]
  }
}

extension ParameterLayout {
  /// How values for each output, and for each input and tap, of weights with this layout lie.
  fileprivate var layoutsOfSides: (outputs: ParameterLayout, rows: ParameterLayout) {
    switch self {
    case .convolution(let inputs, _, let kernelSize):
      (.plain, .convolution(inputs: inputs, outputs: 1, kernelSize: kernelSize))
    case .linear(let input, let output): (.grid(output), .linear(input: input, output: Shape(channels: 1)))
    default: preconditionFailure("weights that are normalised are those of a convolution or a linear layer")
    }
  }
}
