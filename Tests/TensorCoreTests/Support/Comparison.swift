import TensorCore

/// Half the distance from 1 to the next float32: the relative error of one rounding.
let unitRoundoff = 0x1p-24

/// The relative error that `roundings` roundings of float32 in a row can cause, `n u / (1 - n u)` (Higham, "Accuracy
/// and Stability of Numerical Algorithms", 2nd edition, lemma 3.1).
func roundingError(_ roundings: Int) -> Double {
  let product = Double(roundings) * unitRoundoff
  return product / (1 - product)
}

/// The first value that is further from what is expected than its tolerance, in words; `nil` if there is none. There
/// is a tolerance for each value, or none for equality.
func mismatch(_ actual: [Float], _ expected: [Double], tolerances: [Double] = []) -> String? {
  guard actual.count == expected.count else { return "\(actual.count) values instead of \(expected.count)" }
  for index in actual.indices {
    let tolerance = tolerances.isEmpty ? 0 : tolerances[index]
    // Written so that NaN is a mismatch.
    if !(abs(Double(actual[index]) - expected[index]) <= tolerance) {
      return "value \(index) is \(actual[index]) instead of \(expected[index]) within \(tolerance)"
    }
  }
  return nil
}

/// The first value whose bits differ, in words; `nil` if there is none.
func bitMismatch(_ actual: [Float], _ expected: [Float]) -> String? {
  guard actual.count == expected.count else { return "\(actual.count) values instead of \(expected.count)" }
  for index in actual.indices where actual[index].bitPattern != expected[index].bitPattern {
    return "value \(index) is \(actual[index]) instead of \(expected[index])"
  }
  return nil
}

extension Tensor {
  /// A tensor of given values.
  init(_ shape: Shape, _ values: [Float]) {
    self.init(shape)
    self.values = values
  }

  /// A vector of given values.
  init(_ values: [Float]) {
    self.init(Shape(channels: values.count), values)
  }
}

extension [Float] {
  /// The same values, exactly.
  var doubles: [Double] { map(Double.init) }
}

extension [Double] {
  /// The absolute values.
  var magnitudes: [Double] { map(\.magnitude) }
}
