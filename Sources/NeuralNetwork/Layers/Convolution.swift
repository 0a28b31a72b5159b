import TensorCore

/// ``LayerDescription/convolution(_:)``.
package struct Convolution: ConvolutionKind {
  package static let type = "convolution"
  package static var members: [LayerMember<Convolution>] { convolutionMembers }

  package var convolution = ConvolutionDescription(channels: 1, kernelSize: 1, bias: false)

  package init() {}

  package var summary: String { "convolution \(convolution.summary)" }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    let (it, input) = (convolution, place.input)
    try it.check(place)
    let taps = it.kernelSize * it.kernelSize
    try place.checkWeights(taps: taps, inputs: input.channels, outputs: it.channels)
    let extents = extents(place) {
      ConvolutionGeometry.convolvedExtent($0, kernelSize: it.kernelSize, stride: it.stride, padding: $1)
    }
    guard let extents else {
      throw place.failure(
        "a kernel of \(it.kernelSize)x\(it.kernelSize) is larger than its input of \(input.height)x\(input.width) "
          + "with a padding of \(it.padding.summary).")
    }
    let output = try place.output(height: extents.height, width: extents.width, channels: it.channels)
    let weight = ParameterPlan.weight(
      [it.channels, input.channels, it.kernelSize, it.kernelSize],
      .convolution(inputs: input.channels, outputs: it.channels, kernelSize: it.kernelSize))
    return LayerPlan(
      self, place, output: output, parameters: it.parameters(weight: weight),
      multiplyAdds: output.height * output.width * taps * input.channels * it.channels)
  }

  func map(_ plan: LayerPlan) -> AffineMap {
    AffineMap(
      input: plan.input, output: plan.output, geometry: geometry(dense: plan.input, strided: plan.output),
      inputIsDense: true)
  }
}

extension LayerDescription {
  /// A convolution (cross-correlation, as everywhere in this field).
  public static func convolution(_ description: ConvolutionDescription) -> LayerDescription {
    var layer = Convolution()
    layer.convolution = description
    return LayerDescription(layer)
  }
}
