/// Values, those that they should be, and the weight of each difference.
package struct WeightedSquaresOperands: @unchecked Sendable {
  package var values: UnsafePointer<Float>
  package var targets: UnsafePointer<Float>
  package var weights: UnsafePointer<Float>
  /// The number of values.
  package var count: Int
  /// Where the gradient with respect to the values goes.
  package var gradient: UnsafeMutablePointer<Float>

  /// Creates the operands.
  package init(
    values: UnsafePointer<Float>, targets: UnsafePointer<Float>, weights: UnsafePointer<Float>, count: Int,
    gradient: UnsafeMutablePointer<Float>
  ) {
    self.values = values
    self.targets = targets
    self.weights = weights
    self.count = count
    self.gradient = gradient
  }
}
