import TensorCore

/// ``LayerDescription/reshape(height:width:channels:)``.
package struct Reshape: LayerKind {
  package static let type = "reshape"
  package static let members: [LayerMember<Reshape>] = [
    LayerMember("height", .integer(\.height, in: 1...LayerPlan.maximumExtent)),
    LayerMember("width", .integer(\.width, in: 1...LayerPlan.maximumExtent)),
    LayerMember("channels", .integer(\.channels, in: 1...LayerPlan.maximumCount)),
  ]

  package var height = 1
  package var width = 1
  package var channels = 1

  package init() {}

  package var isPiecewiseLinear: Bool { true }

  package var summary: String { "reshape" }

  /// The grid, if it is one.
  var grid: Shape? {
    LayerPlan.isWithinLimits(height: height, width: width, channels: channels)
      ? Shape(height: height, width: width, channels: channels) : nil
  }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    try place.check(channels, "the number of channels", from: 1, to: LayerPlan.maximumCount)
    let output = try place.output(height: height, width: width, channels: channels)
    guard output.imageCount == place.input.imageCount else {
      throw place.failure(
        "\(height)x\(width)x\(channels) are \(output.imageCount) values, and it is given \(place.input.imageCount).")
    }
    return LayerPlan(self, place, output: output)
  }

  /// Results, and a table of places each as long as two floats.
  package func memory(_ demand: LayerDemand) -> NetworkMemory {
    var memory = NetworkMemory()
    memory.kept = demand.results + Double(2 * demand.plan.output.imageCount)
    return memory
  }

  package func makeLayer(_ site: LayerSite) -> any Layer { ReshapeLayer(site) }
}

extension LayerDescription {
  /// The values of an image as another grid of the same size. In and out of the flat form, values count in PyTorch's
  /// order: channels, rows, columns.
  public static func reshape(height: Int, width: Int, channels: Int) -> LayerDescription {
    var layer = Reshape()
    layer.height = height
    layer.width = width
    layer.channels = channels
    return LayerDescription(layer)
  }
}

/// Copies an image's values into another grid so that they keep PyTorch's order: channel, row, column. Behind a linear
/// layer it is none of its own: see ``Linear``.
private final class ReshapeLayer: PiecewiseLinearLayer {
  let index: Int
  let needsGradientBuffer = true
  private let result: Tensor
  /// For each place of the output in memory, the place of the input.
  private let source: [Int]
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)

  init(_ site: LayerSite) {
    index = site.index
    let plan = site.plan
    labels = site.elementwiseLabels(forward: 2 * plan.input.imageCount, backward: 2 * plan.input.imageCount)
    result = site.makeResult()
    var source = [Int](repeating: 0, count: plan.output.imageCount)
    let inputs = ParameterLayout.memoryIndices(plan.input)
    let outputs = ParameterLayout.memoryIndices(plan.output)
    for (input, output) in zip(inputs, outputs) { source[output] = input }
    self.source = source
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    let result = result.prefix(images: input.shape.images)
    context.measure(labels.forward, images: input.shape.images) {
      context.gatherValues(input, into: result, from: source)
    }
    return result
  }

  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext
  ) {
    guard let inputGradient else { return }
    context.measure(labels.backward, images: outputGradient.shape.images) {
      context.scatterValues(outputGradient, into: inputGradient, to: source)
    }
  }

  func push(_ tangent: Tensor, into output: Tensor?, _ context: ComputeContext) {
    guard let output else { preconditionFailure("the layer writes elsewhere than over its input") }
    context.measure(labels.forward, images: tangent.shape.images) {
      context.gatherValues(tangent, into: output, from: source)
    }
  }
}
