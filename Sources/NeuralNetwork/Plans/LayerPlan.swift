import TensorCore

/// One layer of a ``NetworkPlan``.
public struct LayerPlan: Hashable, Sendable {
  /// What the layer is.
  public let description: LayerDescription
  /// The shape of one input image.
  public let input: Shape
  /// The shape of one output image.
  public let output: Shape
  /// The trained tensors, in PyTorch's order.
  public let parameters: [ParameterPlan]
  /// Multiply-adds of a forward pass of one image, by the definition: taps that fall into the padding count.
  public let multiplyAdds: Int
  /// Whether the running layer does the work of the one behind it too.
  let absorbsNext: Bool

  /// The number of trained values.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Creates the plan of a layer for a place.
  init(
    _ kind: some LayerKind, _ place: LayerPlace, output: Shape, parameters: [ParameterPlan] = [], multiplyAdds: Int = 0,
    absorbsNext: Bool = false
  ) {
    description = LayerDescription(kind)
    input = place.input
    self.output = output
    self.parameters = parameters
    self.multiplyAdds = multiplyAdds
    self.absorbsNext = absorbsNext
  }

  /// The plan of a layer of another kind that has the shapes and parameters of `plan`.
  init(_ kind: some LayerKind, with plan: LayerPlan) {
    description = LayerDescription(kind)
    input = plan.input
    output = plan.output
    parameters = plan.parameters
    multiplyAdds = plan.multiplyAdds
    absorbsNext = plan.absorbsNext
  }

  /// The maximum extent, and number of a convolution's channels. It keeps every product below far inside an `Int`.
  public static let maximumExtent = 1 << 14
  /// The maximum kernel size and stride.
  public static let maximumKernelSize = 64
  /// The maximum number of values in an image or a parameter.
  public static let maximumCount = 1 << 28

  /// Whether an image of such extents can be a layer's input or output.
  static func isWithinLimits(height: Int, width: Int, channels: Int) -> Bool {
    guard (1...maximumExtent).contains(height), (1...maximumExtent).contains(width) else { return false }
    return channels > 0 && height * width <= maximumCount / channels
  }
}
