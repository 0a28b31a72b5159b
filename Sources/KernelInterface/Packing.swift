/// A matrix within a layer's weights, and where the gather engine reads its copy.
package struct PackingOperands: @unchecked Sendable {
  /// The value of row k, column n is at `k * rowStride + n * columnStride` from here.
  package var source: UnsafePointer<Float>
  package var rowStride: Int
  package var columnStride: Int
  /// Rows to copy.
  package var rows: Int
  /// Values of a row.
  package var columns: Int
  /// The packed sub-kernel.
  package var subkernel: UnsafeMutablePointer<Float>
  /// The rows become `firstRow ..< firstRow + rows` of its `subkernelRows`.
  package var firstRow: Int
  package var subkernelRows: Int

  /// Creates the operands.
  package init(
    source: UnsafePointer<Float>, rowStride: Int, columnStride: Int, rows: Int, columns: Int,
    subkernel: UnsafeMutablePointer<Float>, firstRow: Int, subkernelRows: Int
  ) {
    self.source = source
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.rows = rows
    self.columns = columns
    self.subkernel = subkernel
    self.firstRow = firstRow
    self.subkernelRows = subkernelRows
  }
}
