/// Eigenvalues and eigenvectors of a real symmetric matrix by Jacobi's rotations in cyclic order: no slower than other
/// methods matter here, accurate to a few ulps of the largest eigenvalue, and from `+ - * /` and roots alone, so that
/// every machine gives the same bits.
///
/// Source: G. Golub and C. Van Loan, "Matrix Computations", 4th edition, section 8.5.
struct SymmetricEigen {
  /// The eigenvalues, in no particular order.
  private(set) var values: [Double]
  /// The eigenvectors as columns, row by row: column i belongs to value i.
  private(set) var vectors: [Double]

  /// Sweeps over all pairs; convergence is quadratic, and matrices of some hundred rows take about ten.
  private static let mostSweeps = 60

  init(_ matrix: SymmetricMatrix) {
    let size = matrix.size
    var a = matrix.values
    var vectors = [Double](repeating: 0, count: size * size)
    for index in 0..<size { vectors[index * size + index] = 1 }
    let total = a.reduce(0) { $0 + $1 * $1 }
    // Rotations change rows: both matrices are kept transposed where that lets the inner loops walk in order.
    for _ in 0..<Self.mostSweeps {
      var rest = 0.0
      for p in 0..<size {
        for q in 0..<p { rest += a[p * size + q] * a[p * size + q] }
      }
      if rest <= total * 1e-32 { break }
      for p in 0..<max(size - 1, 0) {
        for q in p + 1..<size { Self.rotate(&a, &vectors, size, p, q) }
      }
    }
    values = (0..<size).map { a[$0 * size + $0] }
    self.vectors = vectors
    for row in 0..<size {
      for column in 0..<row { self.vectors.swapAt(row * size + column, column * size + row) }
    }
  }

  /// Makes element (p, q) zero by a rotation in the plane of p and q. `vectors` holds the eigenvectors as rows.
  private static func rotate(_ a: inout [Double], _ vectors: inout [Double], _ size: Int, _ p: Int, _ q: Int) {
    let apq = a[p * size + q]
    if apq == 0 { return }
    let difference = a[q * size + q] - a[p * size + p]
    // The smaller root of t^2 + 2 tau t - 1 = 0; too large a tau makes it zero.
    let tau = difference / (2 * apq)
    let t = (tau >= 0 ? 1.0 : -1.0) / (abs(tau) + (1 + tau * tau).squareRoot())
    let cosine = 1 / (1 + t * t).squareRoot()
    let sine = t * cosine
    a.withElements { a in
      for k in 0..<size where k != p && k != q {
        let akp = a[p * size + k]
        let akq = a[q * size + k]
        let newP = cosine * akp - sine * akq
        let newQ = sine * akp + cosine * akq
        a[p * size + k] = newP
        a[k * size + p] = newP
        a[q * size + k] = newQ
        a[k * size + q] = newQ
      }
      a[p * size + p] -= t * apq
      a[q * size + q] += t * apq
      a[p * size + q] = 0
      a[q * size + p] = 0
    }
    vectors.withElements { vectors in
      for k in 0..<size {
        let vkp = vectors[p * size + k]
        let vkq = vectors[q * size + k]
        vectors[p * size + k] = cosine * vkp - sine * vkq
        vectors[q * size + k] = sine * vkp + cosine * vkq
      }
    }
  }
}

extension [Double] {
  /// The elements for reading and writing in place, checked like the array's own, without its test for other owners.
  fileprivate mutating func withElements(_ body: (inout MutableSpan<Double>) -> Void) {
    var elements = mutableSpan
    body(&elements)
  }
}
