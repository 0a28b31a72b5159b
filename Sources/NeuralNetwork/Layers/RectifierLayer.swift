import TensorCore

/// A kind of layer that multiplies what is not positive by a slope.
///
/// Batch normalisation and class modulation in front of one do its work in the same passes.
protocol Rectifier: LayerKind {
  /// The factor of negative values, 0 ... 1.
  var slope: Float { get }
}

extension Rectifier {
  package var worksInPlace: Bool { true }
  package var isPiecewiseLinear: Bool { true }

  package func makeLayer(_ site: LayerSite) -> any Layer { RectifierLayer(site, slope: slope) }
}

extension LayerDescription {
  /// The slope of a rectifier whose work the layer in front does; `nil` for another layer, and for a rectifier that
  /// changes nothing.
  var absorbableSlope: Float? {
    guard let rectifier = kind as? any Rectifier, rectifier.slope != 1 else { return nil }
    return rectifier.slope
  }
}

/// A rectifier that stands alone, in place.
final class RectifierLayer: PiecewiseLinearLayer {
  let index: Int
  let needsGradientBuffer = false
  private let slope: Float
  private let target: InPlace
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)
  private var lastOutput: Tensor?

  init(_ site: LayerSite, slope: Float) {
    index = site.index
    self.slope = slope
    target = InPlace(site)
    labels = site.elementwiseLabels(forward: 2 * site.plan.input.imageCount, backward: 3 * site.plan.input.imageCount)
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    context.measure(labels.forward, images: input.shape.images) {
      let output = target(input)
      context.leaky(output, slope: slope)
      lastOutput = output
      return output
    }
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext
  ) {
    guard let lastOutput else { preconditionFailure("a backward pass follows a forward pass") }
    context.measure(labels.backward, images: outputGradient.shape.images) {
      context.leakyGradient(outputGradient, output: lastOutput, slope: slope)
    }
  }

  /// The slopes are those of the last output, forward as backward.
  func push(_ tangent: Tensor, into _: Tensor?, _ context: ComputeContext) {
    backward(tangent, into: nil, addsParameterGradients: false, context)
  }
}
