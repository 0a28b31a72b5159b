import TensorCore

/// The squared Fréchet distance between the normal distributions that fit two sets of features:
///
///     |m1 - m2|^2 + tr(C1) + tr(C2) - 2 tr((C1^(1/2) C2 C1^(1/2))^(1/2))
///
/// Sources: D. Dowson and B. Landau, "The Fréchet distance between multivariate normal distributions", J. Multivariate
/// Anal. 12 (1982); M. Heusel et al., "GANs trained by a two time-scale update rule converge to a local Nash
/// equilibrium", NIPS 2017. It is not called FID here: that name means the features of one particular Inception
/// network.
public enum FrechetDistance {
  /// The distance between the rows of two matrices of equally many columns.
  ///
  /// - Throws: ``EvaluationError`` if a side has no more rows than columns, whose covariance is singular, or a value is
  ///   not finite.
  public static func between(_ x: RowMatrix, _ y: RowMatrix) throws -> Double {
    for side in [x, y] {
      try EvaluationError.requireFinite(side)
      try requireRows(side.count, columns: side.columns)
    }
    return between(Moments(x, rows: Array(0..<x.count)), Moments(y, rows: Array(0..<y.count)))
  }

  static func requireRows(_ count: Int, columns: Int) throws {
    guard count > columns else {
      throw EvaluationError(
        "The Fréchet distance of \(columns) features needs more than \(columns) images on each side, and there are "
          + "\(count).")
    }
  }

  static func between(_ x: Moments, _ y: Moments) -> Double {
    let product = x.covariance.squareRoot.conjugating(y.covariance)
    let cross = SymmetricEigen(product).values.reduce(0) { $0 + max($1, 0).squareRoot() }
    let shift = zip(x.mean, y.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    // Rounding may make it a little less than nothing.
    return max(0, shift + x.covariance.trace + y.covariance.trace - 2 * cross)
  }
}
