import TensorCore

/// A network's layers with their shapes and parameters worked out, before any memory is taken.
public struct NetworkPlan: Hashable, Sendable {
  /// The shape of one input image.
  public let input: Shape
  /// The layers in order.
  public let layers: [LayerPlan]

  /// The shape of one output image.
  public var output: Shape { layers.last?.output ?? input }
  /// The number of trained values.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }
  /// About how many bytes a network takes for batches of at most `images`: activations and parameters; where it goes
  /// back, also gradients of the activations, and packed copies of the weights for both directions; and in training the
  /// parameters' gradients and moments, and a copy of all but the gradients to go back to.
  public func memory(images: Int, for purpose: Sequential.Purpose) -> Double {
    let activations = layers.reduce(0.0) { $0 + Double($1.keptCount) }
    let gradient = layers.map { Double(max($0.input.imageCount, $0.output.imageCount)) }.max() ?? 0
    let perImage = activations + (purpose.goesBack ? 2 * gradient : 0)
    let packed = layers.reduce(0.0) { $0 + $1.packedCount } * (purpose.goesBack ? 2 : 1)
    return (perImage * Double(images) + Double(parameterCount) * (purpose.isTraining ? 7 : 1) + packed) * 4
  }

  /// Multiply-adds of a forward pass of one image.
  public var multiplyAdds: Int { layers.reduce(0) { $0 + $1.multiplyAdds } }

  /// Works out the shapes.
  ///
  /// - Throws: ``NetworkPlanError`` if the input or a layer is larger than the limits, or a layer does not fit what
  ///   comes before it.
  public init(input: Shape, layers descriptions: [LayerDescription]) throws(NetworkPlanError) {
    guard LayerPlan.isWithinLimits(height: input.height, width: input.width, channels: input.channels) else {
      throw NetworkPlanError(
        layer: 0, reason: "an input of \(input.height)x\(input.width)x\(input.channels) is too large.")
    }
    guard descriptions.count <= Self.maximumLayerCount else {
      throw NetworkPlanError(
        layer: Self.maximumLayerCount,
        reason: "a network has at most \(Self.maximumLayerCount) layers, not \(descriptions.count).")
    }
    self.input = input.with(images: 1)
    var layers: [LayerPlan] = []
    for (index, description) in descriptions.enumerated() {
      let next = index + 1 < descriptions.count ? descriptions[index + 1] : nil
      let place = LayerPlace(index: index, input: layers.last?.output ?? self.input, next: next)
      layers.append(try description.kind.plan(place))
    }
    self.layers = layers
  }

  /// The maximum number of layers. It keeps the sums over all layers inside an `Int`.
  public static let maximumLayerCount = 256
}

/// A layer description that does not fit its place in a network.
public struct NetworkPlanError: Error, Equatable, CustomStringConvertible {
  /// The layer's place, from 0.
  public let layer: Int
  /// What is wrong with it.
  public let reason: String

  /// A sentence.
  public var description: String { "Layer \(layer) does not fit: \(reason)" }
}
