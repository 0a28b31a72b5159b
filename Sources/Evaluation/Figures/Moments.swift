import TensorCore

/// The mean and the unbiased covariance of the rows of a matrix.
struct Moments {
  let mean: [Double]
  let covariance: SymmetricMatrix

  /// Known moments.
  init(mean: [Double], covariance: SymmetricMatrix) {
    self.mean = mean
    self.covariance = covariance
  }

  /// The moments of the rows of these numbers, at least two.
  init(_ matrix: RowMatrix, rows: [Int]) {
    precondition(rows.count > 1, "a covariance needs two rows")
    let size = matrix.columns
    let count = Double(rows.count)
    var sums = [Double](repeating: 0, count: size)
    for row in rows {
      for column in 0..<size { sums[column] += matrix[row, column] }
    }
    let mean = sums.map { $0 / count }
    var covariance = SymmetricMatrix(size: size)
    var centred = [Double](repeating: 0, count: size)
    for row in rows {
      for column in 0..<size { centred[column] = matrix[row, column] - mean[column] }
      for first in 0..<size {
        let factor = centred[first]
        for second in 0...first { covariance.values[first * size + second] += factor * centred[second] }
      }
    }
    for first in 0..<size {
      for second in 0...first {
        let value = covariance[first, second] / (count - 1)
        covariance[first, second] = value
        covariance[second, first] = value
      }
    }
    self.init(mean: mean, covariance: covariance)
  }
}
