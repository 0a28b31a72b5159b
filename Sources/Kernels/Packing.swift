import CProcessor
import KernelInterface

// Weights are copied once an optimiser step into the order in which the gather engine reads them.

/// Copies a matrix for ``gather(_:_:_:)``, packed as `[panel][k][column]`. The columns beyond the last are zero, as the
/// storage was made.
package func packBlocks(_ operands: PackingOperands) {
  if operands.columnStride == 1 {
    for row in 0..<operands.rows { packRow(operands, row) }
  } else {
    forEachPanel(operands) { panel, column, width, count in
      packTransposed(
        operands, from: operands.source + column * operands.columnStride, to: panel + operands.firstRow * width, width,
        count)
    }
  }
  stores_past_caches_done()
}

/// Copies the rows of a panel whose columns lie apart, square by square.
@inline(__always)
private func packTransposed(
  _ operands: PackingOperands, from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, _ width: Int,
  _ count: Int
) {
  let (rowStride, columnStride) = (operands.rowStride, operands.columnStride)
  let squares = rowStride == 1 ? (rows: operands.rows / squareRows, columns: count / squareRows) : (rows: 0, columns: 0)
  for row in 0..<squares.rows {
    for column in 0..<squares.columns {
      let (row, column) = (row * squareRows, column * squareRows)
      transpose(source + column * columnStride + row, columnStride, target + row * width + column, width)
    }
  }
  for row in 0..<operands.rows {
    let first = row < squares.rows * squareRows ? squares.columns * squareRows : 0
    for column in first..<count { target[row * width + column] = source[row * rowStride + column * columnStride] }
  }
}

/// Copies a row whose columns follow one another. There may be megabytes of them, which are read from one end to the other
/// and stored past the caches, which would first read from memory what is then written over in whole.
@inline(__always)
private func packRow(_ operands: PackingOperands, _ row: Int) {
  let source = operands.source + row * operands.rowStride
  forEachPanel(operands) { panel, column, width, count in
    let (from, to) = (source + column, panel + (operands.firstRow + row) * width)
    for index in stride(from: 0, to: count, by: simdLanes) {
      if index + simdLanes <= count {
        store_past_caches(load(from + index), to + index)
      } else {
        (to + index).update(from: from + index, count: count - index)
      }
    }
  }
}

/// Calls `body` for each panel of the packed matrix, its first column, the floats of its rows and the columns in it.
@inline(__always)
private func forEachPanel(
  _ operands: PackingOperands,
  _ body: (_ panel: UnsafeMutablePointer<Float>, _ column: Int, _ width: Int, _ count: Int) -> Void
) {
  var column = 0
  while column < operands.columns {
    let count = min(Tile.columns, operands.columns - column)
    let width = (count + simdLanes - 1) / simdLanes * simdLanes
    body(operands.subkernel + column * operands.subkernelRows, column, width, count)
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
