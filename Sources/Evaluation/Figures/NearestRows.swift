import TensorCore

/// For each row of a matrix its nearest row of another.
struct NearestRows: Sendable {
  /// The number of the nearest row, the first of equally near ones.
  let numbers: [Int]
  /// The distance to it.
  let distances: [Double]

  /// Looks for the nearest rows.
  ///
  /// - Throws: what `progress` throws.
  init(of x: RowMatrix, among y: RowMatrix, _ context: ComputeContext, progress: (Double) throws -> Void) throws {
    let norms = context.squaredNorms(x)
    let otherNorms = context.squaredNorms(y)
    let rows = try context.reduceRowProducts(x, y, from: Row(), progress: progress) { row, _, others, products in
      for index in products.indices {
        let other = others.lowerBound + index
        let part = otherNorms[other] - 2 * products[index]
        if part < row.smallest {
          row.smallest = part
          row.number = other
        }
      }
    }
    numbers = rows.map(\.number)
    distances = zip(rows, norms).map { max(0, $0.smallest + $1).squareRoot() }
  }

  private struct Row {
    var smallest = Double.infinity
    var number = 0
  }
}
