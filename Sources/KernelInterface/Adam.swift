/// The coefficients of one Adam step, with the bias corrections folded in:
/// `w -= stepSize * m / (sqrt(v) * inverseRootCorrection + epsilon)`.
package struct AdamCoefficients: Sendable {
  package var beta1: Float
  package var beta2: Float
  /// One minus each beta, rounded once from double precision.
  package var oneMinusBeta1: Float
  package var oneMinusBeta2: Float
  /// The learning rate over one minus beta1 to the power of the step.
  package var stepSize: Float
  /// The inverse root of one minus beta2 to the power of the step.
  package var inverseRootCorrection: Float
  package var epsilon: Float

  /// Creates the coefficients.
  package init(
    beta1: Float, beta2: Float, oneMinusBeta1: Float, oneMinusBeta2: Float, stepSize: Float,
    inverseRootCorrection: Float, epsilon: Float
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.oneMinusBeta1 = oneMinusBeta1
    self.oneMinusBeta2 = oneMinusBeta2
    self.stepSize = stepSize
    self.inverseRootCorrection = inverseRootCorrection
    self.epsilon = epsilon
  }
}

/// Consecutive parameters, and what Adam keeps of each.
package struct AdamOperands: @unchecked Sendable {
  package var weights: UnsafeMutablePointer<Float>
  package var gradients: UnsafePointer<Float>
  package var firstMoments: UnsafeMutablePointer<Float>
  package var secondMoments: UnsafeMutablePointer<Float>
  /// The number of parameters.
  package var count: Int

  /// Creates the operands.
  package init(
    weights: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>, firstMoments: UnsafeMutablePointer<Float>,
    secondMoments: UnsafeMutablePointer<Float>, count: Int
  ) {
    self.weights = weights
    self.gradients = gradients
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
    self.count = count
  }
}
