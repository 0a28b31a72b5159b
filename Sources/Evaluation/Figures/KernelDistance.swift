import TensorCore

/// The kernel distance: the unbiased estimate of the squared maximum mean discrepancy with a cubic polynomial kernel,
///
///     mean of k(x, x') over x != x'  +  mean of k(y, y') over y != y'  -  2 mean of k(x, y)
///
/// which is negative about as often as not when both sets come from one distribution.
///
/// Sources: A. Gretton et al., "A Kernel Two-Sample Test", JMLR 13 (2012), lemma 6; M. Bińkowski et al., ICLR 2018. The
/// standard error is that of a U-statistic to first order: W. Hoeffding, Ann. Math. Statist. 19 (1948).
public struct KernelDistance: Equatable, Sendable {
  /// The estimate.
  public let value: Double
  /// Its standard error.
  public let standardError: Double

  /// From sums of kernels: within each set, and of each row with all rows of the other set.
  init(within x: [Double], _ y: [Double], between xy: [Double], _ yx: [Double]) {
    let (m, n) = (Double(x.count), Double(y.count))
    let meanX = x.reduce(0, +) / (m * (m - 1))
    let meanY = y.reduce(0, +) / (n * (n - 1))
    let meanXY = xy.reduce(0, +) / (m * n)
    value = Self.difference(meanX, meanY, meanXY, terms: x.count + y.count)
    let a = zip(x, xy).map { $0 / (m - 1) - $1 / n }
    let b = zip(y, yx).map { $0 / (n - 1) - $1 / m }
    standardError = 2 * (Self.variance(a) / m + Self.variance(b) / n).squareRoot()
  }

  /// The difference of the means of kernels, or 0 where rounding may have made all of it: a sum of so many `terms` is
  /// known to as many times its last bit.
  private static func difference(_ x: Double, _ y: Double, _ xy: Double, terms: Int) -> Double {
    let value = x + y - 2 * xy
    let rounding = Double(terms) * .ulpOfOne * (abs(x) + abs(y) + 2 * abs(xy))
    return abs(value) > rounding ? value : 0
  }

  private static func variance(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  /// The estimate for rows of two matrices, at least two each.
  static func value(_ x: RowMatrix, _ y: RowMatrix, _ context: ComputeContext) throws -> Double {
    let kernel = PolynomialKernel(columns: x.columns)
    func mean(_ a: RowMatrix, _ b: RowMatrix, withoutDiagonal: Bool) throws -> Double {
      let sums = try context.reduceRowProducts(a, b, from: 0.0) { sum, row, others, products in
        for index in products.indices where !withoutDiagonal || others.lowerBound + index != row {
          sum += kernel(products[index])
        }
      }
      return sums.reduce(0, +) / Double(a.count) / Double(withoutDiagonal ? b.count - 1 : b.count)
    }
    return difference(
      try mean(x, x, withoutDiagonal: true), try mean(y, y, withoutDiagonal: true),
      try mean(x, y, withoutDiagonal: false), terms: x.count + y.count)
  }
}

/// `(x . y / columns + 1)^3`, the kernel of M. Bińkowski et al., "Demystifying MMD GANs", ICLR 2018.
struct PolynomialKernel {
  private let columns: Double

  init(columns: Int) {
    self.columns = Double(columns)
  }

  func callAsFunction(_ product: Double) -> Double {
    let base = product / columns + 1
    return base * base * base
  }
}
