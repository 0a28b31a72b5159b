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
// An incomplete tile reads past its columns, at the end of a tensor into the slack of its storage, and stores nothing of
// what comes of it.

/// Adds to rows `firstRow ..< firstRow + rows` and columns `firstColumn ..< firstColumn + columns` of the gradients of
/// `tapCount` taps, where `columns` is at most `packedBlockColumns`.
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

  /// Adds the block's rows, tile by tile.
  @inline(__always)
  func add(_ operands: WeightGradientOperands, firstColumn: Int, columns: Int, vectors: Int) {
    var row = firstRow
    while row < firstRow + rows {
      let tileRows = min(Tile.rows, firstRow + rows - row)
      withConstantRows(tileRows) {
        addTile(operands, row: row, firstColumn: firstColumn, columns: columns, rows: $0, vectors: vectors)
      }
      row += tileRows
    }
  }

  /// Adds one tile, whose rows and vectors are constants to the compiler.
  @inline(__always)
  private func addTile(
    _ operands: WeightGradientOperands, row: Int, firstColumn: Int, columns: Int, rows: Int, vectors: Int
  ) {
    var accumulator = zeroAccumulators()
    for image in firstImage..<lastImage {
      for line in firstLine..<lastLine {
        var a = operands.a.origin + image * operands.a.imageStride + tap.aOffset + line * operands.a.rowStride + row
        var b =
          operands.b.origin + image * operands.b.imageStride + tap.bOffset + line * operands.b.rowStride + firstColumn
        for _ in 0..<tap.width {
          var w: InlineArray<4, Vector> = [.zero, .zero, .zero, .zero]
          for v in 0..<vectors { w[v] = load(b + v * simdLanes) }
          for r in 0..<rows {
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

    let gradient =
      operands.gradient + tap.gradientOffset + row * operands.gradientRowStride
      + firstColumn * operands.gradientColumnStride
    if columns == vectors * simdLanes && operands.gradientColumnStride == 1 {
      for r in 0..<rows {
        for v in 0..<vectors {
          let target = gradient + r * operands.gradientRowStride + v * simdLanes
          store(load(target) + accumulator[r * vectors + v], target)
        }
      }
    } else {
      // A copy, so that the accumulators themselves are indexed by constants alone and stay in registers.
      let sums = accumulator
      for r in 0..<rows {
        for column in 0..<columns {
          let target = gradient + r * operands.gradientRowStride + column * operands.gradientColumnStride
          target.pointee += sums[r * vectors + column / simdLanes][column % simdLanes]
        }
      }
    }
  }
}

/// Calls `body` with `rows`, 1 ... `Tile.rows`, as a constant, for which the compiler then unrolls its loops.
@inline(__always)
private func withConstantRows(_ rows: Int, _ body: (_ rows: Int) -> Void) {
  switch rows {
  case 1: body(1)
  case 2: body(2)
  case 3: body(3)
  case 4: body(4)
  case 5: body(5)
  default: body(6)
  }
}
