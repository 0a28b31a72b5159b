/// Rows that are packed together for inner products, `[panel][column][row]`. The same for every instruction set.
@inlinable package var rowsOfPanel: Int { 8 }

/// Rows of numbers to pack as a panel, in double precision.
package struct RowPackingOperands<Value> {
  /// The first row; each begins where the one before ends.
  package var source: UnsafePointer<Value>
  /// Rows, 1 ... ``rowsOfPanel``.
  package var rows: Int
  /// Values of a row.
  package var columns: Int
  /// The panel, `[column][row]`.
  package var panel: UnsafeMutablePointer<Double>
  /// The sums of the squares of each row of the panel.
  package var squaredNorms: UnsafeMutablePointer<Double>

  /// Gathers the operands.
  @inlinable
  package init(
    source: UnsafePointer<Value>, rows: Int, columns: Int, panel: UnsafeMutablePointer<Double>,
    squaredNorms: UnsafeMutablePointer<Double>
  ) {
    self.source = source
    self.rows = rows
    self.columns = columns
    self.panel = panel
    self.squaredNorms = squaredNorms
  }
}

/// Panels whose rows are multiplied with each other.
package struct RowProductOperands {
  /// Panels one after the other.
  package var x: UnsafePointer<Double>
  /// The number of panels of `x`.
  package var xPanels: Int
  /// The panels that each of them meets.
  package var y: UnsafePointer<Double>
  /// The number of panels of `y`.
  package var yPanels: Int
  /// Values of a row.
  package var columns: Int
  /// Where the product of rows i and j goes, at `i * stride + j`.
  package var products: UnsafeMutablePointer<Double>
  /// Products from a row to the next.
  package var stride: Int

  /// Gathers the operands.
  @inlinable
  package init(
    x: UnsafePointer<Double>, xPanels: Int, y: UnsafePointer<Double>, yPanels: Int, columns: Int,
    products: UnsafeMutablePointer<Double>, stride: Int
  ) {
    self.x = x
    self.xPanels = xPanels
    self.y = y
    self.yPanels = yPanels
    self.columns = columns
    self.products = products
    self.stride = stride
  }
}
