import TensorCore

/// ``LayerDescription/spectralConvolution(_:)``.
package struct SpectralConvolution: ConvolutionKind {
  package static let type = "spectralConvolution"
  package static var members: [LayerMember<SpectralConvolution>] { convolutionMembers }
  package static let format = 3

  package var convolution = ConvolutionDescription(channels: 1, kernelSize: 1, bias: false)

  package init() {}

  package var summary: String { "spectrally normalised \(plain.summary)" }

  /// The layer with the weights as they are.
  package var plain: Convolution {
    var plain = Convolution()
    plain.convolution = convolution
    return plain
  }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    LayerPlan(self, with: try plain.plan(place))
  }

  package func memory(_ demand: LayerDemand) -> NetworkMemory { SpectralLayer.memory(demand, map(demand.plan)) }

  package func makeLayer(_ site: LayerSite) -> any Layer { SpectralLayer(site, map(site.plan)) }

  func map(_ plan: LayerPlan) -> AffineMap { plain.map(plan) }
}

extension LayerDescription {
  /// A convolution with its weights divided by their largest singular value.
  public static func spectralConvolution(_ description: ConvolutionDescription) -> LayerDescription {
    var layer = SpectralConvolution()
    layer.convolution = description
    return LayerDescription(layer)
  }
}
