/// A real symmetric matrix, row by row.
struct SymmetricMatrix {
  let size: Int
  var values: [Double]

  init(size: Int) {
    self.size = size
    values = [Double](repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { values[row * size + column] }
    set { values[row * size + column] = newValue }
  }

  /// The sum of the diagonal.
  var trace: Double { (0..<size).reduce(0) { $0 + self[$1, $1] } }

  /// Eigenvalues below zero are rounding errors of a covariance, and count as zero.
  ///
  /// - Returns: the symmetric square root of this positive semi-definite matrix.
  var squareRoot: SymmetricMatrix {
    let eigen = SymmetricEigen(self)
    let roots = eigen.values.map { max($0, 0).squareRoot() }
    var root = SymmetricMatrix(size: size)
    for row in 0..<size {
      for column in 0...row {
        var sum = 0.0
        for index in 0..<size {
          sum += roots[index] * eigen.vectors[row * size + index] * eigen.vectors[column * size + index]
        }
        root[row, column] = sum
        root[column, row] = sum
      }
    }
    return root
  }

  /// The product `self * other * self`, which is symmetric.
  func conjugating(_ other: SymmetricMatrix) -> SymmetricMatrix {
    let half = Self.product(self, other)
    let whole = Self.product(half, self)
    var result = SymmetricMatrix(size: size)
    for row in 0..<size {
      for column in 0..<size { result[row, column] = (whole[row, column] + whole[column, row]) / 2 }
    }
    return result
  }

  private static func product(_ a: SymmetricMatrix, _ b: SymmetricMatrix) -> SymmetricMatrix {
    let size = a.size
    var result = SymmetricMatrix(size: size)
    for row in 0..<size {
      for index in 0..<size {
        let factor = a[row, index]
        for column in 0..<size { result.values[row * size + column] += factor * b.values[index * size + column] }
      }
    }
    return result
  }
}
