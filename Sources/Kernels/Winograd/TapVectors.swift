import CProcessor
import KernelInterface

// The walk over the taps of filters on their way into the order in which the gather engine reads weights: megabytes, which
// are stored past the caches, because a cache would first read from memory what is then written over in whole.

/// Calls `body` for all vectors of a matrix of filters, each tap of which is a matrix `[row][column]` of its own, in the
/// order of the packed matrix `[panel][row][column]`.
///
/// - Parameters:
///   - source: the taps.
///   - taps: floats from `source` to the matrix of each tap.
///   - tapCount: how many taps there are.
///   - rowStride: floats from a row to the next; 1 unless `columnStride` is.
///   - columnStride: floats from a column to the next.
///   - rows: rows, a multiple of `simdLanes`.
///   - columns: columns, a multiple of `simdLanes`.
///   - body: called with where a vector is, the floats from there to that of each tap, and its place in the packed matrix,
///     which it stores past the caches.
@inline(__always)
func forEachTapVector(
  _ source: UnsafePointer<Float>, taps: TapOffsets, tapCount: Int, rowStride: Int, columnStride: Int, rows: Int,
  columns: Int, _ body: (_ from: UnsafePointer<Float>, _ taps: TapOffsets, _ place: Int) -> Void
) {
  for panel in stride(from: 0, to: columns, by: Tile.columns) {
    let width = min(Tile.columns, columns - panel)
    if columnStride == 1 {
      for row in 0..<rows {
        for column in stride(from: 0, to: width, by: simdLanes) {
          body(source + row * rowStride + panel + column, taps, panel * rows + row * width + column)
        }
      }
    } else {
      forEachTransposedBlock(
        source + panel * columnStride, taps, tapCount, columnStride: columnStride, rows: rows, columns: width
      ) { block, taps, firstRow in
        for offset in stride(from: 0, to: squareRows * width, by: simdLanes) {
          body(block + offset, taps, panel * rows + firstRow * width + offset)
        }
      }
    }
  }
  stores_past_caches_done()
}

/// Calls `body` for eight rows at a time, copied to where each has its columns side by side.
@inline(__always)
private func forEachTransposedBlock(
  _ source: UnsafePointer<Float>, _ taps: TapOffsets, _ tapCount: Int, columnStride: Int, rows: Int, columns: Int,
  _ body: (_ block: UnsafePointer<Float>, _ taps: TapOffsets, _ firstRow: Int) -> Void
) {
  let blockSize = squareRows * columns
  let blockTaps = TapOffsets { $0 * blockSize }
  withUnsafeTemporaryAllocation(of: Float.self, capacity: tapCount * blockSize) { memory in
    guard let block = memory.baseAddress else { return }
    for firstRow in stride(from: 0, to: rows, by: squareRows) {
      for tap in 0..<tapCount {
        let from = source + taps[tap] + firstRow
        for column in stride(from: 0, to: columns, by: squareRows) {
          transpose(from + column * columnStride, columnStride, block + tap * blockSize + column, columns)
        }
      }
      body(block, blockTaps, firstRow)
    }
  }
}

/// Floats from one place to the matrix of each of a filter's taps.
typealias TapOffsets = InlineArray<9, Int>

/// Stores a row of points past the caches.
@inline(__always)
func storePastCaches(_ row: AxisPoints, _ target: UnsafeMutablePointer<Float>, _ pointStride: Int) {
  store_past_caches(row.0, target)
  store_past_caches(row.1, target + pointStride)
  store_past_caches(row.2, target + 2 * pointStride)
  store_past_caches(row.3, target + 3 * pointStride)
  store_past_caches(row.4, target + 4 * pointStride)
}

/// A row of the squares that are transposed.
typealias SquareRow = SIMD8<Float>
var squareRows: Int {
  @inline(__always) get { 8 }
}

/// Writes the transposed of a square.
///
/// Of two rows at a time the even lanes become one and the odd ones another, half the square apart: that turns the bits of
/// a value's row and column, taken as one number, by one place, and three times exchange the two.
@inline(__always)
func transpose(
  _ from: UnsafePointer<Float>, _ stride: Int, _ target: UnsafeMutablePointer<Float>, _ targetStride: Int
) {
  var rows: InlineArray<8, SquareRow> = [.zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero]
  for row in 0..<8 { rows[row] = UnsafeRawPointer(from + row * stride).loadUnaligned(as: SquareRow.self) }
  for _ in 0..<3 {
    let before = rows
    for pair in 0..<4 {
      let (first, second) = (before[2 * pair], before[2 * pair + 1])
      rows[pair] = SquareRow(lowHalf: first.evenHalf, highHalf: second.evenHalf)
      rows[pair + 4] = SquareRow(lowHalf: first.oddHalf, highHalf: second.oddHalf)
    }
  }
  for row in 0..<8 {
    UnsafeMutableRawPointer(target + row * targetStride).storeBytes(of: rows[row], as: SquareRow.self)
  }
}
