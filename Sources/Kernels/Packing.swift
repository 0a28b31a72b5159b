import KernelInterface

// Weights are copied once an optimiser step into the order in which the gather engine reads them.

/// A matrix within the weights: the address of row k, column n is `k * rowStride + n * columnStride`.
///
/// Copies `rows` rows of `columns` values to rows `firstRow ...` of a sub-kernel of `subkernelRows` rows packed as
/// `[block][k][column]`. The columns beyond the last are zero, as the storage was made.
package func packBlocks(
  _ source: UnsafePointer<Float>, rowStride: Int, columnStride: Int, rows: Int, columns: Int,
  _ destination: UnsafeMutablePointer<Float>, firstRow: Int, subkernelRows: Int
) {
  var column = 0
  while column < columns {
    let blockColumns = min(packedBlockColumns, columns - column)
    let width = (blockColumns + simdLanes - 1) / simdLanes * simdLanes
    let block = destination + column * subkernelRows
    for row in 0..<rows {
      let from = source + row * rowStride + column * columnStride
      let to = block + (firstRow + row) * width
      if columnStride == 1 {
        to.update(from: from, count: blockColumns)
      } else {
        for index in 0..<blockColumns { to[index] = from[index * columnStride] }
      }
    }
    column += packedBlockColumns
  }
}

/// Copies the same matrix for ``gatherNarrow(_:_:first:last:)``, packed as `[n][k]`.
package func packNarrow(
  _ source: UnsafePointer<Float>, rowStride: Int, columnStride: Int, rows: Int, columns: Int,
  _ destination: UnsafeMutablePointer<Float>, firstRow: Int, subkernelRows: Int
) {
  for column in 0..<columns {
    let to = destination + column * subkernelRows + firstRow
    for row in 0..<rows { to[row] = source[row * rowStride + column * columnStride] }
  }
}
