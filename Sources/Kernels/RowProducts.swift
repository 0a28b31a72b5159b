import KernelInterface

// Inner products of all rows of one matrix with all rows of another, in double precision: what distances between images
// are made of. Rows are packed by eights, `[panel][column][row]`, so that both operands are read in order.
//
//   for column k:  acc[row][v] += x[k][row] * y[v][k]        (fused multiply-add)
//
// Each product is summed in the order of the columns alone, so neither the tile's size nor the number of workers
// changes a bit.

/// The values of a panel's rows in one column.
private typealias Eight = SIMD8<Double>

/// Rows of a tile: on AVX2 eight would take all registers.
private var tileRows: Int {
  @inline(__always) get { Tile.vectors == 1 ? 4 : 8 }
}

/// Panels that a tile is wide, at most.
private var tilePanels: Int {
  @inline(__always) get { min(3, Tile.vectors) }
}

/// Packs rows of floats as a panel, and writes the sums of their squares. Missing rows are zero.
package func packFloatRows(_ operands: RowPackingOperands<Float>) {
  let (source, columns) = (operands.source, operands.columns)
  pack(operands.rows, columns, operands.panel, operands.squaredNorms) { Double(source[$0 * columns + $1]) }
}

/// The same for rows of bytes.
package func packByteRows(_ operands: RowPackingOperands<UInt8>) {
  let (source, columns) = (operands.source, operands.columns)
  pack(operands.rows, columns, operands.panel, operands.squaredNorms) { Double(source[$0 * columns + $1]) }
}

@inline(__always)
private func pack(
  _ rows: Int, _ columns: Int, _ panel: UnsafeMutablePointer<Double>, _ squaredNorms: UnsafeMutablePointer<Double>,
  _ value: (_ row: Int, _ column: Int) -> Double
) {
  var sums = Eight.zero
  for column in 0..<columns {
    let place = panel + column * rowsOfPanel
    for row in 0..<rowsOfPanel { place[row] = row < rows ? value(row, column) : 0 }
    let values = loadEight(place)
    sums = sums.addingProduct(values, values)
  }
  storeEight(sums, squaredNorms)
}

/// Writes the products of all rows of the panels of `x` with all rows of those of `y`.
package func rowProducts(_ operands: RowProductOperands) {
  let (x, y, columns) = (operands.x, operands.y, operands.columns)
  let (products, stride) = (operands.products, operands.stride)
  let panelSize = columns * rowsOfPanel
  var panel = 0
  while panel < operands.yPanels {
    let width = min(tilePanels, operands.yPanels - panel)
    Tile.withConstantWidth(width) { vectors in
      for xPanel in 0..<operands.xPanels {
        var row = 0
        while row < rowsOfPanel {
          fillTile(
            x + xPanel * panelSize + row, y + panel * panelSize, columns: columns, vectors: vectors,
            products + (xPanel * rowsOfPanel + row) * stride + panel * rowsOfPanel, stride: stride)
          row += tileRows
        }
      }
    }
    panel += width
  }
}

@inline(__always)
private func fillTile(
  _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, columns: Int, vectors: Int,
  _ products: UnsafeMutablePointer<Double>, stride: Int
) {
  var accumulator: InlineArray<32, Eight> = [
    .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero,
    .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero,
  ]
  var x = x
  var y = y
  for _ in 0..<columns {
    var w: InlineArray<4, Eight> = [.zero, .zero, .zero, .zero]
    for v in 0..<vectors { w[v] = loadEight(y + v * columns * rowsOfPanel) }
    for row in 0..<tileRows {
      let value = Eight(repeating: x[row])
      for v in 0..<vectors {
        accumulator[row * vectors + v] = accumulator[row * vectors + v].addingProduct(value, w[v])
      }
    }
    x += rowsOfPanel
    y += rowsOfPanel
  }
  for row in 0..<tileRows {
    for v in 0..<vectors { storeEight(accumulator[row * vectors + v], products + row * stride + v * rowsOfPanel) }
  }
}

@inline(__always)
private func loadEight(_ pointer: UnsafePointer<Double>) -> Eight {
  UnsafeRawPointer(pointer).loadUnaligned(as: Eight.self)
}

@inline(__always)
private func storeEight(_ values: Eight, _ pointer: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: values, as: Eight.self)
}
