import TensorCore

/// ``LayerDescription/linear(outputs:bias:)``.
///
/// A reshaping behind it costs nothing and is no running layer of its own: the weights are laid out so that the outputs
/// already stand in the grid's places.
package struct Linear: LayerKind {
  package static let type = "linear"
  package static let members: [LayerMember<Linear>] = [
    LayerMember("outputs", .integer(\.outputs, in: 1...LayerPlan.maximumCount)), LayerMember("bias", .bool(\.bias)),
  ]

  package var outputs = 1
  package var bias = false

  package init() {}

  package var isPiecewiseLinear: Bool { true }

  package var summary: String { "linear" + (bias ? ", bias" : "") }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    let inputs = place.input.imageCount
    try place.check(outputs, "the number of outputs", from: 1, to: LayerPlan.maximumCount)
    try place.checkWeights(taps: 1, inputs: inputs, outputs: outputs)
    let grid = (place.next?.kind as? Reshape)?.grid.flatMap { $0.imageCount == outputs ? $0 : nil }
    let output = grid ?? Shape(channels: outputs)
    let weight = ParameterPlan.weight([outputs, inputs], .linear(input: place.input, output: output))
    return LayerPlan(
      self, place, output: output, parameters: [weight] + (bias ? [.bias(outputs, .grid(output))] : []),
      multiplyAdds: inputs * outputs, absorbsNext: grid != nil)
  }

  package func memory(_ demand: LayerDemand) -> NetworkMemory { Self.map(demand.plan).memory(demand) }

  package func makeLayer(_ site: LayerSite) -> any Layer { AffineLayer(site, Self.map(site.plan)) }

  /// To the engines the layer is a convolution of a single pixel.
  static func map(_ plan: LayerPlan) -> AffineMap {
    AffineMap(
      input: Shape(channels: plan.input.imageCount), output: Shape(channels: plan.output.imageCount),
      geometry: ConvolutionGeometry(
        denseHeight: 1, denseWidth: 1, stridedHeight: 1, stridedWidth: 1, kernelSize: 1, stride: 1, padding: 0),
      inputIsDense: true)
  }
}

extension LayerDescription {
  /// A fully connected layer. An image with rows and columns is flattened first.
  public static func linear(outputs: Int, bias: Bool) -> LayerDescription {
    var layer = Linear()
    layer.outputs = outputs
    layer.bias = bias
    return LayerDescription(layer)
  }
}
