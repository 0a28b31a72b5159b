import KernelInterface

/// The transformed weights of a layer on their way into the order of the gather kernel: 25 matrices, cut into panels as
/// wide as the kernel's tile.
///
/// A panel's rows follow one another in each of the packed matrices, but the matrices lie far apart. So some rows are
/// made in a worker's memory, which stays in its cache, and copied in long stretches: 25 streams of single lines would
/// be several times as slow, and from some kilobytes on a copy need not read what it overwrites.
struct WeightPanels {
  /// Some rows of a panel.
  struct Part {
    let rows: Range<Int>
    let columns: Range<Int>
  }

  private let rows: Int
  private let columns: Int
  private let panel: Int

  /// Cuts matrices of so many rows and columns.
  init(rows: Int, columns: Int, _ kernels: KernelTable) {
    self.rows = rows
    self.columns = columns
    panel = kernels.tile.columns
  }

  /// Rows of a part.
  private var partRows: Int { Self.stretch / panel }
  private var slabs: Int { (rows + partRows - 1) / partRows }

  /// How many parts there are.
  var count: Int { slabs * ((columns + panel - 1) / panel) }

  /// One of them.
  subscript(index: Int) -> Part {
    let (row, column) = (index % slabs * partRows, index / slabs * panel)
    return Part(rows: row..<min(row + partRows, rows), columns: column..<min(column + panel, columns))
  }

  /// Floats of a matrix that a worker makes at a time.
  private static let stretch = 4096
  /// Floats from a matrix to the next in a worker's memory: a line more than needed, lest they share sets of the
  /// first-level cache.
  private static let matrixStride = stretch + simdLanes
  /// Floats that a worker takes.
  static let scratch = winogradPoints * matrixStride

  /// Makes a part and copies it.
  ///
  /// - Parameters:
  ///   - part: the part.
  ///   - scratch: the worker's memory.
  ///   - place: where it begins in a packed matrix.
  ///   - transform: writes its matrices, given where to and the floats between them.
  static func pack(
    _ part: Part, _ scratch: UnsafeMutablePointer<Float>, to place: (_ matrix: Int) -> UnsafeMutablePointer<Float>,
    _ transform: (_ target: UnsafeMutablePointer<Float>, _ matrixStride: Int) -> Void
  ) {
    transform(scratch, matrixStride)
    for matrix in 0..<winogradPoints {
      place(matrix).update(from: scratch + matrix * matrixStride, count: part.rows.count * part.columns.count)
    }
  }
}
