import KernelInterface

// The weight-gradient engine: for one tap of a kernel, an outer product of channels summed over pixels. A tile of
// `Tile.rows` rows times some vectors of columns is kept in registers while the pixels are walked:
//
//   for pixel:  acc[row][v] += a[pixel][row] * b[pixel][v]        (fused multiply-add)
//
// The pixels come in chunks of whole lines that fit in the first-level cache. A chunk's sum is added to the gradient
// in memory before the next begins, which also keeps the rounding error of a long sum small. The chunks depend on
// shapes alone, so the result does not depend on the number of workers or the size of the tile.
//
// An incomplete tile reads past its rows and columns, at the end of a tensor into the slack of its storage, and stores
// nothing of what comes of it.

/// Pixels to sum in registers before they are added to memory: 128 pixels of 64 columns are 32 KB.
private let chunkPixels = 128

/// Adds to the gradient's rows `firstRow ..< firstRow + rows` and columns `firstColumn ..< firstColumn + columns`,
/// where `columns` is at most ``packedBlockColumns``.
package func weightGradient(
  _ operands: WeightGradientOperands, firstRow: Int, rows: Int, firstColumn: Int, columns: Int
) {
  let vectors = (columns + simdLanes - 1) / simdLanes
  let lines = operands.images * operands.height
  let chunkLines = max(1, chunkPixels / operands.width)
  var line = 0
  while line < lines {
    let lastLine = min(lines, line + chunkLines)
    var vector = 0
    while vector < vectors {
      let slice = Slice(
        firstLine: line, lastLine: lastLine, firstRow: firstRow, rows: rows,
        firstColumn: firstColumn + vector * simdLanes,
        columns: min(columns - vector * simdLanes, Tile.vectors * simdLanes))
      Tile.withConstantWidth(min(vectors - vector, Tile.vectors)) { slice.add(operands, vectors: $0) }
      vector += Tile.vectors
    }
    line = lastLine
  }
}

/// Some rows and at most a tile's width of columns, over one chunk of lines.
private struct Slice {
  var firstLine: Int
  var lastLine: Int
  var firstRow: Int
  var rows: Int
  var firstColumn: Int
  var columns: Int

  @inline(__always)
  func add(
    _ operands: WeightGradientOperands, vectors: Int
  ) {
    var row = firstRow
    while row < firstRow + rows {
      let tileRows = min(Tile.rows, firstRow + rows - row)
      var accumulator = zeroAccumulators()
      var image = firstLine / operands.height
      var imageRow = firstLine % operands.height
      for _ in firstLine..<lastLine {
        var a = operands.a.origin + image * operands.a.imageStride + imageRow * operands.a.rowStride + row
        var b = operands.b.origin + image * operands.b.imageStride + imageRow * operands.b.rowStride + firstColumn
        for _ in 0..<operands.width {
          var w: InlineArray<4, Vector> = [.zero, .zero, .zero, .zero]
          for v in 0..<vectors { w[v] = load(b + v * simdLanes) }
          for r in 0..<Tile.rows {
            let value = Vector(repeating: a[r])
            for v in 0..<vectors {
              accumulator[r * vectors + v] = accumulator[r * vectors + v].addingProduct(value, w[v])
            }
          }
          a += operands.a.pixelStride
          b += operands.b.pixelStride
        }
        imageRow += 1
        if imageRow == operands.height {
          imageRow = 0
          image += 1
        }
      }

      // A copy, so that the accumulators themselves are indexed by constants alone and stay in registers.
      let sums = accumulator
      for r in 0..<tileRows {
        let gradient = operands.gradient + (row + r) * operands.gradientRowStride
        for v in 0..<vectors {
          let column = firstColumn + v * simdLanes
          let count = min(simdLanes, columns - v * simdLanes)
          if operands.gradientColumnStride == 1 {
            store(load(gradient + column, count: count) + sums[r * vectors + v], gradient + column, count: count)
          } else {
            for lane in 0..<count {
              gradient[(column + lane) * operands.gradientColumnStride] += sums[r * vectors + v][lane]
            }
          }
        }
      }
      row += tileRows
    }
  }
}
