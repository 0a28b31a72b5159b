import TensorCore

/// ``LayerDescription/transposedConvolution(_:outputPadding:)``.
package struct TransposedConvolution: ConvolutionKind {
  package static let type = "transposedConvolution"
  package static var members: [LayerMember<TransposedConvolution>] {
    convolutionMembers + [
      LayerMember("outputPadding", .integer(\.outputPadding, in: 0...LayerPlan.maximumKernelSize - 1))
    ]
  }

  package var convolution = ConvolutionDescription(channels: 1, kernelSize: 1, bias: false)
  package var outputPadding = 0

  package init() {}

  package var summary: String {
    "transposed convolution \(convolution.summary)" + (outputPadding > 0 ? ", output padding \(outputPadding)" : "")
  }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    let (it, input) = (convolution, place.input)
    try it.check(place)
    try place.check(outputPadding, "the output padding", from: 0, to: it.stride - 1)
    let taps = it.kernelSize * it.kernelSize
    try place.checkWeights(taps: taps, inputs: input.channels, outputs: it.channels)
    let extents = extents(place) {
      ConvolutionGeometry.transposedExtent(
        $0, kernelSize: it.kernelSize, stride: it.stride, padding: $1, outputPadding: outputPadding)
    }
    guard let extents else {
      throw place.failure("a padding of \(it.padding.summary) leaves nothing of its output.")
    }
    let output = try place.output(height: extents.height, width: extents.width, channels: it.channels)
    let weight = ParameterPlan.weight(
      [input.channels, it.channels, it.kernelSize, it.kernelSize],
      .transposedConvolution(inputs: input.channels, outputs: it.channels, kernelSize: it.kernelSize))
    return LayerPlan(
      self, place, output: output, parameters: it.parameters(weight: weight),
      multiplyAdds: input.height * input.width * taps * input.channels * it.channels)
  }

  func map(_ plan: LayerPlan) -> AffineMap {
    AffineMap(
      input: plan.input, output: plan.output, geometry: geometry(dense: plan.output, strided: plan.input),
      inputIsDense: false)
  }
}

extension LayerDescription {
  /// A transposed convolution: the adjoint of a convolution in its input.
  public static func transposedConvolution(
    _ description: ConvolutionDescription, outputPadding: Int
  ) -> LayerDescription {
    var layer = TransposedConvolution()
    layer.convolution = description
    layer.outputPadding = outputPadding
    return LayerDescription(layer)
  }
}
