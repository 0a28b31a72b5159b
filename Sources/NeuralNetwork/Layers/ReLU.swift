/// ``LayerDescription/relu``.
package struct ReLU: Rectifier {
  package static let type = "relu"

  let slope: Float = 0

  package init() {}

  package var summary: String { "ReLU" }

  package func plan(_ place: LayerPlace) -> LayerPlan { LayerPlan(self, place, output: place.input) }
}

extension LayerDescription {
  /// `max(x, 0)`.
  public static let relu = LayerDescription(ReLU())
}
