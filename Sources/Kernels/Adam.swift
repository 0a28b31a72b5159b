import KernelInterface

/// One Adam step (Kingma & Ba, 2015).
///
/// - Returns: whether all new weights and second moments are finite. They are not if a gradient is not: its square is
///   in the second moment.
package func adam(_ operands: AdamOperands, _ coefficients: AdamCoefficients) -> Bool {
  let (weights, gradients) = (operands.weights, operands.gradients)
  let (firstMoments, secondMoments) = (operands.firstMoments, operands.secondMoments)
  let beta1 = Vector(repeating: coefficients.beta1)
  let beta2 = Vector(repeating: coefficients.beta2)
  // Zero as long as everything is finite: infinity times zero is not a number, and stays so.
  var check = Vector.zero
  forEachVector(operands.count) { offset, lanes in
    let g = load(gradients + offset, count: lanes)
    let m = (g * coefficients.oneMinusBeta1).addingProduct(load(firstMoments + offset, count: lanes), beta1)
    let v = (g * g * coefficients.oneMinusBeta2).addingProduct(load(secondMoments + offset, count: lanes), beta2)
    let denominator =
      Vector(repeating: coefficients.epsilon)
      .addingProduct(v.squareRoot(), Vector(repeating: coefficients.inverseRootCorrection))
    let w = load(weights + offset, count: lanes) - (m * coefficients.stepSize) / denominator
    store(m, firstMoments + offset, count: lanes)
    store(v, secondMoments + offset, count: lanes)
    store(w, weights + offset, count: lanes)
    check = check.addingProduct(w, Vector.zero).addingProduct(v, Vector.zero)
  }
  return sumOfLanes(check) == 0
}
