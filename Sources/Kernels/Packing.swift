import KernelInterface

// Weights are copied once an optimiser step into the order in which the gather engine reads them.

/// Copies a matrix for ``gather(_:_:_:)``, packed as `[panel][k][column]`. The columns beyond the last are zero, as the
/// storage was made.
package func packBlocks(_ operands: PackingOperands) {
  let (columns, columnStride) = (operands.columns, operands.columnStride)
  var column = 0
  while column < columns {
    let panelColumns = min(Tile.columns, columns - column)
    let width = (panelColumns + simdLanes - 1) / simdLanes * simdLanes
    let panel = operands.subkernel + column * operands.subkernelRows
    for row in 0..<operands.rows {
      let from = operands.source + row * operands.rowStride + column * columnStride
      let to = panel + (operands.firstRow + row) * width
      if columnStride == 1 {
        to.update(from: from, count: panelColumns)
      } else {
        for index in 0..<panelColumns { to[index] = from[index * columnStride] }
      }
    }
    column += Tile.columns
  }
}

/// Copies a matrix for ``gatherNarrow(_:_:_:)``, packed as `[n][k]`.
package func packNarrow(_ operands: PackingOperands) {
  for column in 0..<operands.columns {
    let to = operands.subkernel + column * operands.subkernelRows + operands.firstRow
    for row in 0..<operands.rows {
      to[row] = operands.source[row * operands.rowStride + column * operands.columnStride]
    }
  }
}
