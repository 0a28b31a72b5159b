import TensorCore

/// A place in a network, for a layer to be planned for; and the checks that several kinds share.
package struct LayerPlace {
  /// The place among the layers, from 0.
  package let index: Int
  /// The shape of one input image.
  package let input: Shape
  /// The layer behind.
  package let next: LayerDescription?

  /// What keeps a layer from this place.
  func failure(_ reason: String) -> NetworkPlanError { NetworkPlanError(layer: index, reason: reason) }

  /// Checks a setting.
  func check(
    _ value: Int, _ name: String, from minimum: Int, to maximum: Int = LayerPlan.maximumExtent
  ) throws(NetworkPlanError) {
    guard value >= minimum && value <= maximum else {
      throw failure("\(name) must be from \(minimum) to \(maximum), not \(value).")
    }
  }

  /// The shape of an output, once it is checked.
  func output(height: Int, width: Int, channels: Int) throws(NetworkPlanError) -> Shape {
    try check(height, "the output's height", from: 1)
    try check(width, "the output's width", from: 1)
    guard LayerPlan.isWithinLimits(height: height, width: width, channels: channels) else {
      throw failure("an output of \(height)x\(width)x\(channels) is too large.")
    }
    return Shape(height: height, width: width, channels: channels)
  }

  /// Checks the size of a tensor of weights.
  func checkWeights(taps: Int, inputs: Int, outputs: Int) throws(NetworkPlanError) {
    guard taps * inputs <= LayerPlan.maximumCount / outputs else { throw failure("it has too many weights.") }
  }
}
