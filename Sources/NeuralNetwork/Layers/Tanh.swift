import TensorCore

/// ``LayerDescription/tanh``.
package struct Tanh: LayerKind {
  package static let type = "tanh"

  package init() {}

  package var summary: String { "tanh" }
  package var worksInPlace: Bool { true }

  /// The gradient is made from the output, over which no other layer may write.
  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    if let next = place.next, next.kind.worksInPlace {
      throw NetworkPlanError(
        layer: place.index + 1, reason: "an activation cannot stand directly behind a hyperbolic tangent.")
    }
    return LayerPlan(self, place, output: place.input)
  }

  package func makeLayer(_ site: LayerSite) -> any Layer { TanhLayer(site) }
}

extension LayerDescription {
  /// The hyperbolic tangent.
  public static let tanh = LayerDescription(Tanh())
}

/// The hyperbolic tangent, in place.
private final class TanhLayer: Layer {
  let index: Int
  let needsGradientBuffer = false
  private let target: InPlace
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)
  private var lastOutput: Tensor?

  init(_ site: LayerSite) {
    index = site.index
    target = InPlace(site)
    labels = site.elementwiseLabels(forward: 2 * site.plan.input.imageCount, backward: 3 * site.plan.input.imageCount)
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    context.measure(labels.forward, images: input.shape.images) {
      let output = target(input)
      context.tanh(output)
      lastOutput = output
      return output
    }
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext
  ) {
    guard let lastOutput else { preconditionFailure("a backward pass follows a forward pass") }
    context.measure(labels.backward, images: outputGradient.shape.images) {
      context.tanhGradient(outputGradient, output: lastOutput)
    }
  }
}
