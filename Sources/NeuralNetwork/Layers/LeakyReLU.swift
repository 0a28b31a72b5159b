/// ``LayerDescription/leakyReLU(slope:)``.
package struct LeakyReLU: Rectifier {
  package static let type = "leakyReLU"
  package static let members: [LayerMember<LeakyReLU>] = [LayerMember("slope", .float(\.slope))]

  package var slope: Float = 0

  package init() {}

  package var summary: String { "leaky ReLU \(slope)" }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    guard slope.isFinite && slope >= 0 && slope <= 1 else {
      throw place.failure("the slope of a leaky rectifier must be from 0 to 1, not \(slope).")
    }
    return LayerPlan(self, place, output: place.input)
  }
}

extension LayerDescription {
  /// `x` where positive and `slope * x` elsewhere.
  public static func leakyReLU(slope: Float) -> LayerDescription {
    var layer = LeakyReLU()
    layer.slope = slope
    return LayerDescription(layer)
  }
}
