import KernelInterface

/// The transformed weights of a layer on their way into the order of the gather kernel: matrices, cut into panels as wide
/// as the kernel's tile and these into some rows, for workers to share.
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

  /// Rows of a part: a multiple of what kernels transpose at a time.
  private static let partRows = 64
  private var slabs: Int { (rows + Self.partRows - 1) / Self.partRows }

  /// How many parts there are.
  var count: Int { slabs * ((columns + panel - 1) / panel) }

  /// One of them.
  subscript(index: Int) -> Part {
    let (row, column) = (index % slabs * Self.partRows, index / slabs * panel)
    return Part(rows: row..<min(row + Self.partRows, rows), columns: column..<min(column + panel, columns))
  }
}
