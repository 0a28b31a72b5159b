import CProcessor
import KernelInterface

// The weight-gradient engine: for each tap of a kernel, an outer product of channels summed over pixels. A tile of
// `Tile.rows` rows times some vectors of columns is kept in registers while the pixels are walked:
//
//   for pixel:  acc[row][v] += a[pixel][row] * b[pixel][v]        (fused multiply-add)
//
// The pixels come in chunks of whole lines. A chunk's sum is added to the gradient in memory before the next begins,
// which also keeps the rounding error of a long sum small. All taps of a call walk a chunk before the next is begun:
// taps that differ by a multiple of the stride read the same pixels, which then still lie in the cache. The chunks
// depend on shapes alone, so the result does not depend on the number of workers or the size of the tile.
//
// An incomplete tile reads past its columns, at the end of a tensor into the slack of its storage, and stores nothing
// of what comes of it.

/// Adds to a share of the gradient.
package func weightGradient(_ operands: WeightGradientOperands, _ share: WeightGradientShare) {
  sumProducts(operands, share, isNew: false)
}

/// Writes a share of the gradient, of whole vectors, over what was there. All images and lines must be one chunk.
package func newWeightGradient(_ operands: WeightGradientOperands, _ share: WeightGradientShare) {
  precondition(share.columns % simdLanes == 0 && operands.gradientColumnStride == 1, "stores whole vectors")
  sumProducts(operands, share, isNew: true)
}

/// Sums a share's products, and writes or adds them. Both kernels are functions of their own, so that this is a constant
/// in each.
@inline(__always)
private func sumProducts(_ operands: WeightGradientOperands, _ share: WeightGradientShare, isNew: Bool) {
  let columns = share.columns
  let vectors = (columns + simdLanes - 1) / simdLanes
  var image = 0
  while image < operands.images {
    let lastImage = min(operands.images, image + operands.chunkImages)
    var line = 0
    while line < operands.height {
      let lastLine = min(operands.height, line + operands.chunkRows)
      for index in 0..<share.tapCount {
        let tap = share.taps[index]
        let block = Block(
          tap: tap, firstImage: image, lastImage: lastImage, firstLine: max(line, tap.firstRow),
          lastLine: min(lastLine, tap.lastRow), firstRow: share.firstRow, rows: share.rows)
        if block.firstLine >= block.lastLine { continue }
        var vector = 0
        while vector < vectors {
          Tile.withConstantWidth(min(vectors - vector, Tile.vectors)) {
            block.add(
              operands, firstColumn: share.firstColumn + vector * simdLanes,
              columns: min(columns - vector * simdLanes, Tile.vectors * simdLanes), vectors: $0, isNew: isNew)
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

  /// Adds or writes the block's rows, in tiles cut so that none has but a few.
  @inline(__always)
  func add(_ operands: WeightGradientOperands, firstColumn: Int, columns: Int, vectors: Int, isNew: Bool) {
    var row = firstRow
    var tiles = (rows + Tile.rows - 1) / Tile.rows
    // Each tile fetches its rows of the next call's `a`, and one line of every row of its `b`.
    var line = 0
    while tiles > 0 {
      withConstantRows((firstRow + rows - row + tiles - 1) / tiles) {
        var sums = zeroAccumulators()
        sumTile(
          operands, row: row, firstColumn: firstColumn, ahead: operands.b.ahead + line * simdLanes, to: &sums, rows: $0,
          vectors: vectors)
        // Two ways to store the same sums: a closure for what they are added to, or a type, keeps some compilers from
        // making a loop for each size of the tile, and sums that meet a choice at their end leave their registers.
        if isNew {
          write(&sums, operands, row: row, firstColumn: firstColumn, rows: $0, vectors: vectors)
        } else {
          add(&sums, operands, row: row, firstColumn: firstColumn, columns: columns, rows: $0, vectors: vectors)
        }
        row += $0
      }
      line = line + 1 == vectors ? 0 : line + 1
      tiles -= 1
    }
  }

  /// Where a tile's first row and column stand.
  @inline(__always)
  private func gradient(
    _ operands: WeightGradientOperands, row: Int, firstColumn: Int
  ) -> UnsafeMutablePointer<Float> {
    operands.gradient + tap.gradientOffset + row * operands.gradientRowStride
      + firstColumn * operands.gradientColumnStride
  }

  /// Sums the products of one tile, whose rows and vectors are constants to the compiler.
  @inline(__always)
  private func sumTile(
    _ operands: WeightGradientOperands, row: Int, firstColumn: Int, ahead: Int,
    to accumulator: inout TileAccumulators<Vector>, rows: Int, vectors: Int
  ) {
    // They may be in memory, and are there once the sums are made.
    let gradient = gradient(operands, row: row, firstColumn: firstColumn)
    for r in 0..<rows {
      for v in 0..<vectors { fetch_hint(gradient + r * operands.gradientRowStride + v * simdLanes) }
    }
    for image in firstImage..<lastImage {
      for line in firstLine..<lastLine {
        var a = operands.a.origin + image * operands.a.imageStride + tap.aOffset + line * operands.a.rowStride + row
        var b =
          operands.b.origin + image * operands.b.imageStride + tap.bOffset + line * operands.b.rowStride + firstColumn
        for _ in 0..<tap.width {
          var w: TileVectors<Vector> = [.zero, .zero, .zero, .zero]
          fetch_hint(a + operands.a.ahead)
          fetch_hint(b + ahead)
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
  }

  /// Writes a tile's sums, of whole vectors.
  @inline(__always)
  private func write(
    _ sums: inout TileAccumulators<Vector>, _ operands: WeightGradientOperands, row: Int, firstColumn: Int, rows: Int,
    vectors: Int
  ) {
    let gradient = gradient(operands, row: row, firstColumn: firstColumn)
    for r in 0..<rows {
      for v in 0..<vectors {
        store(sums[r * vectors + v], gradient + r * operands.gradientRowStride + v * simdLanes)
      }
    }
  }

  /// Adds a tile's sums.
  @inline(__always)
  private func add(
    _ sums: inout TileAccumulators<Vector>, _ operands: WeightGradientOperands, row: Int, firstColumn: Int,
    columns: Int, rows: Int, vectors: Int
  ) {
    let gradient = gradient(operands, row: row, firstColumn: firstColumn)
    if columns == vectors * simdLanes && operands.gradientColumnStride == 1 {
      for r in 0..<rows {
        for v in 0..<vectors {
          let target = gradient + r * operands.gradientRowStride + v * simdLanes
          store(load(target) + sums[r * vectors + v], target)
        }
      }
    } else {
      // A copy, so that the accumulators themselves are indexed by constants alone and stay in registers.
      let sums = sums
      for r in 0..<rows {
        for column in 0..<columns {
          let target = gradient + r * operands.gradientRowStride + column * operands.gradientColumnStride
          target.pointee += sums[r * vectors + column / simdLanes][column % simdLanes]
        }
      }
    }
  }
}
