/// Logits that share a target, and what is computed of each.
package struct BinaryCrossEntropyOperands: @unchecked Sendable {
  package var logits: UnsafePointer<Float>
  /// The number of logits.
  package var count: Int
  /// The probability that they should have stood for.
  package var target: Float
  /// The factor of the gradient.
  package var scale: Float
  /// One value a logit each.
  package var losses: UnsafeMutablePointer<Float>
  package var probabilities: UnsafeMutablePointer<Float>
  package var gradient: UnsafeMutablePointer<Float>

  /// Creates the operands.
  package init(
    logits: UnsafePointer<Float>, count: Int, target: Float, scale: Float, losses: UnsafeMutablePointer<Float>,
    probabilities: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    self.logits = logits
    self.count = count
    self.target = target
    self.scale = scale
    self.losses = losses
    self.probabilities = probabilities
    self.gradient = gradient
  }
}
