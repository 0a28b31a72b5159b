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
      try Self.checkClasses(place, descriptions[...index])
    }
    self.layers = layers
  }

  /// Refuses a layer that tells apart another number of classes than one before it.
  private static func checkClasses(
    _ place: LayerPlace, _ descriptions: ArraySlice<LayerDescription>
  ) throws(NetworkPlanError) {
    let counts = descriptions.compactMap(\.classCount)
    guard let first = counts.first, let last = counts.last, first != last else { return }
    throw place.failure("it is for \(last) classes, and a layer before it for \(first).")
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

extension NetworkPlan {
  /// Layers that connect every input with every output.
  public var fullyConnectedLayers: Int {
    layers.count { $0.description.kind is Linear || $0.description.kind is SpectralLinear }
  }
}
