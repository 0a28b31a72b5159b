import TensorCore

/// ``LayerDescription/spectralLinear(outputs:bias:)``.
package struct SpectralLinear: LayerKind {
  package static let type = "spectralLinear"
  package static let members: [LayerMember<SpectralLinear>] = [
    LayerMember("outputs", .integer(\.outputs, in: 1...LayerPlan.maximumCount)), LayerMember("bias", .bool(\.bias)),
  ]
  package static let format = 3

  package var outputs = 1
  package var bias = false

  package init() {}

  package var isPiecewiseLinear: Bool { true }
  package var summary: String { "spectrally normalised \(plain.summary)" }

  /// The layer with the weights as they are.
  package var plain: Linear {
    var plain = Linear()
    plain.outputs = outputs
    plain.bias = bias
    return plain
  }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    LayerPlan(self, with: try plain.plan(place))
  }

  package func memory(_ demand: LayerDemand) -> NetworkMemory { SpectralLayer.memory(demand, Linear.map(demand.plan)) }

  package func makeLayer(_ site: LayerSite) -> any Layer { SpectralLayer(site, Linear.map(site.plan)) }
}

extension LayerDescription {
  /// A fully connected layer with its weights divided by their largest singular value.
  public static func spectralLinear(outputs: Int, bias: Bool) -> LayerDescription {
    var layer = SpectralLinear()
    layer.outputs = outputs
    layer.bias = bias
    return LayerDescription(layer)
  }
}
