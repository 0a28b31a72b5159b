import TensorCore

/// ``LayerDescription/upsampling(scale:)``.
package struct Upsampling: LayerKind {
  package static let type = "upsampling"
  package static let members: [LayerMember<Upsampling>] = [
    LayerMember("scale", .integer(\.scale, in: 1...maximumScale))
  ]
  private static let maximumScale = 64

  package var scale = 1

  package init() {}

  package var isPiecewiseLinear: Bool { true }

  package var summary: String { "up-sampling x\(scale), nearest" }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    try place.check(scale, "the scale", from: 1, to: Self.maximumScale)
    let input = place.input
    return LayerPlan(
      self, place,
      output: try place.output(height: input.height * scale, width: input.width * scale, channels: input.channels))
  }

  package func makeLayer(_ site: LayerSite) -> any Layer { UpsamplingLayer(site, scale: scale) }
}

extension LayerDescription {
  /// Nearest-neighbour up-sampling: every pixel becomes `scale` x `scale` equal ones.
  public static func upsampling(scale: Int) -> LayerDescription {
    var layer = Upsampling()
    layer.scale = scale
    return LayerDescription(layer)
  }
}

private final class UpsamplingLayer: PiecewiseLinearLayer {
  let index: Int
  let needsGradientBuffer = true
  private let scale: Int
  private let result: Tensor
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)

  init(_ site: LayerSite, scale: Int) {
    index = site.index
    self.scale = scale
    result = site.makeResult()
    let floats = site.plan.input.imageCount + site.plan.output.imageCount
    labels = site.elementwiseLabels(forward: floats, backward: floats)
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    let result = result.prefix(images: input.shape.images)
    context.measure(labels.forward, images: input.shape.images) { context.upsample(input, into: result, scale: scale) }
    return result
  }

  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext
  ) {
    guard let inputGradient else { return }
    context.measure(labels.backward, images: outputGradient.shape.images) {
      context.upsampleGradient(outputGradient, into: inputGradient, scale: scale)
    }
  }

  func push(_ tangent: Tensor, into output: Tensor?, _ context: ComputeContext) {
    guard let output else { preconditionFailure("the layer writes elsewhere than over its input") }
    context.measure(labels.forward, images: tangent.shape.images) {
      context.upsample(tangent, into: output, scale: scale)
    }
  }
}
