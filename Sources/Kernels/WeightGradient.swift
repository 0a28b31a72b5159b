import KernelInterface

// The weight-gradient engine: for each tap of a kernel, an outer product of channels summed over pixels. A tile of
// `Tile.rows` rows times some vectors of columns is kept in registers while the pixels are walked:
//
//   for pixel:  acc[row][v] += a[pixel][row] * b[pixel][v]        (fused multiply-add)
//
// The pixels come in chunks of whole lines. A chunk's sum is added to the gradient in memory before the next begins, which
// also keeps the rounding error of a long sum small. All taps of a call walk a chunk before the next is begun: taps
// that differ by a multiple of the stride read the same pixels, which then still lie in the cache. The chunks depend on
// shapes alone, so the result does not depend on the number of workers or the size of the tile.
//
// An incomplete tile reads past its rows and columns, at the end of a tensor into the slack of its storage, and stores
// nothing of what comes of it.

/// Adds to rows `firstRow ..< firstRow + rows` and columns `firstColumn ..< firstColumn + columns` of the gradients of
/// `tapCount` taps, where `columns` is at most ``packedBlockColumns``.
package func weightGradient(
  _ operands: WeightGradientOperands, _ taps: UnsafePointer<WeightGradientTap>, tapCount: Int, firstRow: Int,
  rows: Int, firstColumn: Int, columns: Int
) {
  let vectors = (columns + simdLanes - 1) / simdLanes
  var image = 0
  while image < operands.images {
    let lastImage = min(operands.images, image + operands.chunkImages)
    var line = 0
    while line < operands.height {
      let lastLine = min(operands.height, line + operands.chunkRows)
      for index in 0..<tapCount {
        let tap = taps[index]
        let block = Block(
          tap: tap, firstImage: image, lastImage: lastImage, firstLine: max(line, tap.firstRow),
          lastLine: min(lastLine, tap.lastRow), firstRow: firstRow, rows: rows)
        if block.firstLine >= block.lastLine { continue }
        var vector = 0
        while vector < vectors {
          Tile.withConstantWidth(min(vectors - vector, Tile.vectors)) {
            block.add(
              operands, firstColumn: firstColumn + vector * simdLanes,
              columns: min(columns - vector * simdLanes, Tile.vectors * simdLanes), vectors: $0)
          }
          vector += Tile.vectors
        }
      }
      line = lastLine
    }
    image = lastImage
  }
}

/// Some rows of one tap's gradient, over one chunk of lines.
private struct Block {
  var tap: WeightGradientTap
  var firstImage: Int
  var lastImage: Int
  var firstLine: Int
  var lastLine: Int
  var firstRow: Int
  var rows: Int

  @inline(__always)
  func add(_ operands: WeightGradientOperands, firstColumn: Int, columns: Int, vectors: Int) {
    var row = firstRow
    while row < firstRow + rows {
      let tileRows = min(Tile.rows, firstRow + rows - row)
      var accumulator = zeroAccumulators()
      for image in firstImage..<lastImage {
        for line in firstLine..<lastLine {
          var a =
            operands.a.origin + image * operands.a.imageStride + tap.aOffset + line * operands.a.rowStride + row
          var b =
            operands.b.origin + image * operands.b.imageStride + tap.bOffset + line * operands.b.rowStride
            + firstColumn
          for _ in 0..<tap.width {
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
        }
      }

      // A copy, so that the accumulators themselves are indexed by constants alone and stay in registers.
      let sums = accumulator
      for r in 0..<tileRows {
        let gradient = operands.gradient + tap.gradientOffset + (row + r) * operands.gradientRowStride
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
