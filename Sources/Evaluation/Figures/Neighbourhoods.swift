import TensorCore

/// What the distances and kernels within one set of features say of each of its rows.
struct Neighbourhoods: Sendable {
  /// The features.
  let features: RowMatrix
  /// The sum of the squares of each row.
  let squaredNorms: [Double]
  /// The squared distance of each row to its k-th nearest other row.
  let squaredRadii: [Double]
  /// For each row the sum of its kernels with all other rows.
  let kernelSums: [Double]

  /// The number of neighbours that all figures here use, that of Naeem et al. (2020).
  static let k = 5

  /// Measures a set.
  ///
  /// - Throws: ``EvaluationError`` if there are no more than k rows or a value is not finite; what `progress` throws.
  init(_ features: RowMatrix, _ context: ComputeContext, progress: (Double) throws -> Void) throws {
    try EvaluationError.requireFinite(features)
    guard features.count > Self.k else {
      throw EvaluationError(
        "Images are judged by their \(Self.k) nearest neighbours, so that each side needs more than \(Self.k) images, "
          + "and there are \(features.count).")
    }
    let norms = context.squaredNorms(features)
    let kernel = PolynomialKernel(columns: features.columns)
    let rows = try context.reduceRowProducts(features, features, from: Row(), progress: progress) {
      row, number, others, products in
      for index in products.indices where others.lowerBound + index != number {
        let product = products[index]
        row.kernelSum += kernel(product)
        row.insert(max(0, norms[number] + norms[others.lowerBound + index] - 2 * product))
      }
    }
    self.features = features
    squaredNorms = norms
    squaredRadii = rows.map(\.radius)
    kernelSums = rows.map(\.kernelSum)
  }

  private struct Row {
    var kernelSum = 0.0
    /// The smallest squared distances, ascending.
    private var nearest: InlineArray<5, Double> = [.infinity, .infinity, .infinity, .infinity, .infinity]

    var radius: Double { nearest[Neighbourhoods.k - 1] }

    mutating func insert(_ distance: Double) {
      guard distance < nearest[Neighbourhoods.k - 1] else { return }
      var place = Neighbourhoods.k - 1
      while place > 0 && nearest[place - 1] > distance {
        nearest[place] = nearest[place - 1]
        place -= 1
      }
      nearest[place] = distance
    }
  }
}

/// What the distances and kernels between two sets of features say of each row of the first.
struct CrossNeighbourhoods: Sendable {
  /// For each row the number of the other set's neighbourhoods that it lies in.
  let neighbourhoods: [Int]
  /// For each row whether a row of the other set lies in its own neighbourhood.
  let isCovered: [Bool]
  /// For each row the sum of its kernels with all rows of the other set.
  let kernelSums: [Double]

  /// Measures the rows of `x` against those of `y`.
  ///
  /// - Throws: what `progress` throws.
  init(
    _ x: Neighbourhoods, against y: Neighbourhoods, _ context: ComputeContext, progress: (Double) throws -> Void
  ) throws {
    let kernel = PolynomialKernel(columns: x.features.columns)
    let rows = try context.reduceRowProducts(x.features, y.features, from: Row(), progress: progress) {
      row, number, others, products in
      for index in products.indices {
        let other = others.lowerBound + index
        let product = products[index]
        let distance = max(0, x.squaredNorms[number] + y.squaredNorms[other] - 2 * product)
        row.kernelSum += kernel(product)
        row.nearest = min(row.nearest, distance)
        if distance <= y.squaredRadii[other] { row.count += 1 }
      }
    }
    neighbourhoods = rows.map(\.count)
    isCovered = zip(rows, x.squaredRadii).map { $0.nearest <= $1 }
    kernelSums = rows.map(\.kernelSum)
  }

  private struct Row {
    var kernelSum = 0.0
    var nearest = Double.infinity
    var count = 0
  }
}
