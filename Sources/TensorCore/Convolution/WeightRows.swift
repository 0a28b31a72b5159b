import KernelInterface

/// Some rows of a layer's transformed weights on their way into the order of the gather kernel: 25 matrices, of which a
/// panel as wide as the kernel's tile is made at a time.
///
/// A panel's rows follow one another in each of the packed matrices, but the matrices lie far apart. So they are made in
/// a worker's memory, which stays in its cache, and copied in long stretches: 25 streams of single lines would be
/// several times as slow.
struct WeightRows {
  /// The rows.
  let rows: Range<Int>
  /// The columns of all panels.
  let columns: Int

  /// Rows that one worker transforms at a time.
  static let limit = 16
  /// Floats that a worker takes.
  static let scratch = winogradPoints * (limit * blockColumns + simdLanes)

  /// Floats from a matrix to the next in a worker's memory: a line more than needed, lest they share sets of the
  /// first-level cache.
  private var matrixStride: Int { Self.limit * blockColumns + simdLanes }

  /// Makes and copies each panel.
  ///
  /// - Parameters:
  ///   - scratch: the worker's memory.
  ///   - kernels: the kernels.
  ///   - place: where a row of a panel begins in a packed matrix, given the matrix and the panel's first column and
  ///     width.
  ///   - transform: writes the matrices of a panel, given its columns, where to and the floats between them.
  func pack(
    _ scratch: UnsafeMutablePointer<Float>, _ kernels: KernelTable,
    to place: (_ matrix: Int, _ column: Int, _ width: Int) -> UnsafeMutablePointer<Float>,
    _ transform: (_ columns: Range<Int>, _ target: UnsafeMutablePointer<Float>, _ matrixStride: Int) -> Void
  ) {
    let panel = kernels.tile.vectors * simdLanes
    for column in stride(from: 0, to: columns, by: panel) {
      let width = min(panel, columns - column)
      transform(column..<column + width, scratch, matrixStride)
      for matrix in 0..<winogradPoints {
        place(matrix, column, width).update(from: scratch + matrix * matrixStride, count: rows.count * width)
      }
    }
  }
}
