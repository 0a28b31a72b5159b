import TensorCore

/// The largest singular value of a layer's weights, seen as a matrix with a row for each input and tap and a column for
/// each output, by power iteration (Miyato et al., 2018, "Spectral Normalization for Generative Adversarial Networks").
///
/// The two vectors go on from one change of the weights to the next, and belong to what lasts. The arithmetic is plain
/// and in one order: the same bits for any number of threads and any instruction set.
final class SpectralNormalization {
  /// The weights, row by row.
  let weights: Tensor
  /// The right singular vector, PyTorch's `_u`: a value for each output.
  let outputs: Tensor
  /// The left one, PyTorch's `_v`: a value for each row.
  let rows: Tensor
  /// `W v` while it is added up.
  private var sums: [Double]

  /// Iterations from a drawn vector, as PyTorch makes them; afterwards one for each change of the weights.
  private static let firstIterations = 15
  /// Keeps a division from being one by zero, as in PyTorch.
  private static let leastNorm = 1e-12

  /// Takes the memory of the vectors, which are not drawn yet.
  init(_ weights: Tensor, outputCount: Int) {
    self.weights = weights
    outputs = Tensor(count: outputCount)
    rows = Tensor(count: weights.count / outputCount)
    sums = [Double](repeating: 0, count: outputCount)
    outputs.values = [Float](repeating: 0, count: outputs.count)
    rows.values = [Float](repeating: 0, count: rows.count)
  }

  /// Whether the vectors have values.
  var isBegun: Bool { (0..<rows.count).contains { rows[$0] != 0 } }

  /// Draws the vectors, and brings them near the singular ones. The numbers depend on the layer's place alone.
  func begin(layer: Int) {
    let stream = RandomStream(seed: 0, purpose: .powerIteration, substream: UInt32(layer))
    rows.withMutableValues { stream.fillNormals($0) }
    Self.normalize(rows)
    for _ in 0..<Self.firstIterations { iterate() }
  }

  /// An iteration: `u = W v`, then `v = W' u`, each brought to the length 1.
  func iterate() {
    multiplyByColumns()
    Self.normalize(outputs)
    rows.withMutableValues { rows in
      for row in rows.indices { rows[row] = Float(product(ofRow: row)) }
    }
    Self.normalize(rows)
  }

  /// `u' W v`.
  var largestSingularValue: Double {
    (0..<rows.count).reduce(0.0) { $0 + Double(rows[$1]) * product(ofRow: $1) }
  }

  /// Makes the gradient of the weights that was taken with respect to `normalized = weights / value` one with respect
  /// to the weights: `(G - <G, normalized> v u') / value`. The vectors are constants.
  func completeGradient(_ gradient: Tensor, normalized: Tensor, value: Double) {
    let columns = outputs.count
    gradient.withMutableValues { gradient in
      normalized.withMutableValues { normalized in
        var product = 0.0
        for index in gradient.indices { product += Double(gradient[index]) * Double(normalized[index]) }
        for row in 0..<rows.count {
          let part = product * Double(rows[row])
          for column in 0..<columns {
            let index = row * columns + column
            gradient[index] = Float((Double(gradient[index]) - part * Double(outputs[column])) / value)
          }
        }
      }
    }
  }

  /// A row of the weights times `u`.
  private func product(ofRow row: Int) -> Double {
    let columns = outputs.count
    return weights.withMutableValues { weights in
      outputs.withMutableValues { outputs in
        var sum = 0.0
        for column in 0..<columns { sum += Double(weights[row * columns + column]) * Double(outputs[column]) }
        return sum
      }
    }
  }

  /// `u = W v`, along the rows: the sums of all columns grow side by side.
  private func multiplyByColumns() {
    let columns = outputs.count
    for column in 0..<columns { sums[column] = 0 }
    weights.withMutableValues { weights in
      for row in 0..<rows.count {
        let factor = Double(rows[row])
        for column in 0..<columns { sums[column] += Double(weights[row * columns + column]) * factor }
      }
    }
    for column in 0..<columns { outputs[column] = Float(sums[column]) }
  }

  private static func normalize(_ vector: Tensor) {
    vector.withMutableValues { values in
      let norm = max(values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot(), leastNorm)
      for index in values.indices { values[index] = Float(Double(values[index]) / norm) }
    }
  }
}
