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

/// How near real images that were not learnt from come to the training images.
enum Memorisation {
  /// The percentile of the test images' distances below which a sample counts as memorised.
  static let percentile = 5.0

  /// The distance below which five percent of `distances` lie, interpolated linearly between two of them.
  static func threshold(_ distances: [Double]) -> Double {
    let sorted = distances.sorted()
    let place = Double(sorted.count - 1) * percentile / 100
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }
}
