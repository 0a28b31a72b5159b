import CProcessor
import KernelInterface

// Winograd's minimal filtering F(4, 2): four outputs y of a kernel of two taps g over five inputs d,
// `y[j] = d[j] g[0] + d[j + 1] g[1]`, from five products in place of eight; and F(3, 2): three outputs over four inputs
// from four products in place of six. In two dimensions 25, 20 or 16 stand for 64, 48 or 36. Under three taps the same
// inputs make an output less: F(3, 3) and F(2, 3), 25, 20 or 16 products for 81, 54 or 36.
//
// The product of two polynomials of degrees 1 and 3, or 2 and 2, is known from its values at five points; here 0, 1, -1,
// infinity and 1/2, whose powers are exact. Read backwards (the transposition principle) that is the filter
//
//   y = A' [ (G g) (B' d) ],   A' = | 1  1  1  0   1 |   G = |  2     0   |   B' = | 1/2  -1  -1/2   1   0 |
//                                   | 0  1 -1  0 1/2 |       |  1     1   |        |  0  -1/2  1/2   1   0 |
//                                   | 0  1  1  0 1/4 |       | -1/3  1/3  |        |  0   1/2 -3/2   1   0 |
//                                   | 0  1 -1  1 1/8 |       |  0     1   |        |  0   1/2  -1  -1/2  1 |
//                                                            | -8/3 -4/3  |        |  0   -1    0    1   0 |
//
// With a degree less the last point is not needed. The others keep their values of the kernel, so that one set of
// transformed weights serves both:
//
//                              A' = | 1  1  1  0 |       G = the first four      B' = | 1/2   0  -1/2  0 |
//                                   | 0  1 -1  0 |           rows                     |  0   1/2  1/2  0 |
//                                   | 0  1  1  1 |                                    |  0   3/2 -3/2  0 |
//                                                                                     |  0   -1    0   1 |
//
// Under three taps A' loses its last row and the one before has the 1 of infinity, as the highest power of a shorter
// polynomial; G has a column more, of the squares of the points times what its first column has, and infinity's 1 there.
// B' knows nothing of how the degrees are shared.
//
// (Winograd, Arithmetic Complexity of Computations, 1980; Lavin and Gray, Fast Algorithms for Convolutional Neural
// Networks, 2016). The rounding error is some times that of the sums it replaces: see NOTES.md.

// Each size of tiles has a function of its own, in which rows and columns are constants and the compiler leaves out
// what short segments do not need. In one function they would be too much for its inliner, which then leaves calls in
// the innermost loop.

/// A segment of an axis: so many outputs under a filter of so many taps, from so many products.
private struct Segment {
  let outputs: Int
  let axisTaps: Int

  @inline(__always)
  init(_ outputs: Int, _ axisTaps: Int) {
    self.outputs = outputs
    self.axisTaps = axisTaps
  }

  /// Its points, and inputs, are five, not four.
  @inline(__always)
  var isLong: Bool { outputs + axisTaps == 6 }
}

/// Values at the points of an axis. A short segment has no use for the last.
typealias AxisPoints = (Vector, Vector, Vector, Vector, Vector)

/// Writes `B' d B` of the tiles: the inputs of a filter.
package func winogradInputs(_ operands: WinogradOperands) {
  let grid = operands.grid
  let (rows, columns) = (Segment(grid.outputRows, grid.axisTaps), Segment(grid.outputColumns, grid.axisTaps))
  switch (rows.isLong, columns.isLong) {
  case (true, true): transformInputs5x5(operands)
  case (true, false): transformInputs5x4(operands)
  case (false, true): transformInputs4x5(operands)
  case (false, false): transformInputs4x4(operands)
  }
}

@inline(never)
private func transformInputs5x5(_ operands: WinogradOperands) { transformInputs(operands, 5, 5) }
@inline(never)
private func transformInputs5x4(_ operands: WinogradOperands) { transformInputs(operands, 5, 4) }
@inline(never)
private func transformInputs4x5(_ operands: WinogradOperands) { transformInputs(operands, 4, 5) }
@inline(never)
private func transformInputs4x4(_ operands: WinogradOperands) { transformInputs(operands, 4, 4) }

@inline(__always)
private func transformInputs(_ operands: WinogradOperands, _ rows: Int, _ columns: Int) {
  forEachBlock(operands) { pixels, channel, to in
    let c0 = inputTransform(pixels, 0, channel, rows)
    let c1 = inputTransform(pixels, 1, channel, rows)
    let c2 = inputTransform(pixels, 2, channel, rows)
    let c3 = inputTransform(pixels, 3, channel, rows)
    let c4 = columns == 5 ? inputTransform(pixels, 4, channel, rows) : c3
    let stride = operands.pointStride
    fetchPoints(to + operands.tileStride, stride, rows, columns)
    storePoints(inputTransform(c0.0, c1.0, c2.0, c3.0, c4.0, columns), to, stride, columns)
    storePoints(inputTransform(c0.1, c1.1, c2.1, c3.1, c4.1, columns), to + 5 * stride, stride, columns)
    storePoints(inputTransform(c0.2, c1.2, c2.2, c3.2, c4.2, columns), to + 10 * stride, stride, columns)
    storePoints(inputTransform(c0.3, c1.3, c2.3, c3.3, c4.3, columns), to + 15 * stride, stride, columns)
    if rows == 5 {
      storePoints(inputTransform(c0.4, c1.4, c2.4, c3.4, c4.4, columns), to + 20 * stride, stride, columns)
    }
  }
}

/// Writes `A e A'` of the tiles: the gradient of a filter's outputs, for the gradient of its taps.
package func winogradOutputGradients(_ operands: WinogradOperands) {
  let grid = operands.grid
  switch (grid.axisTaps, grid.outputRows, grid.outputColumns) {
  case (2, 4, 4): transformOutputGradients2Taps4x4(operands)
  case (2, 4, _): transformOutputGradients2Taps4x3(operands)
  case (2, _, 4): transformOutputGradients2Taps3x4(operands)
  case (2, _, _): transformOutputGradients2Taps3x3(operands)
  case (_, 3, 3): transformOutputGradients3Taps3x3(operands)
  case (_, 3, _): transformOutputGradients3Taps3x2(operands)
  case (_, _, 3): transformOutputGradients3Taps2x3(operands)
  default: transformOutputGradients3Taps2x2(operands)
  }
}

@inline(never)
private func transformOutputGradients2Taps4x4(_ operands: WinogradOperands) {
  transformOutputGradients(operands, Segment(4, 2), Segment(4, 2))
}
@inline(never)
private func transformOutputGradients2Taps4x3(_ operands: WinogradOperands) {
  transformOutputGradients(operands, Segment(4, 2), Segment(3, 2))
}
@inline(never)
private func transformOutputGradients2Taps3x4(_ operands: WinogradOperands) {
  transformOutputGradients(operands, Segment(3, 2), Segment(4, 2))
}
@inline(never)
private func transformOutputGradients2Taps3x3(_ operands: WinogradOperands) {
  transformOutputGradients(operands, Segment(3, 2), Segment(3, 2))
}
@inline(never)
private func transformOutputGradients3Taps3x3(_ operands: WinogradOperands) {
  transformOutputGradients(operands, Segment(3, 3), Segment(3, 3))
}
@inline(never)
private func transformOutputGradients3Taps3x2(_ operands: WinogradOperands) {
  transformOutputGradients(operands, Segment(3, 3), Segment(2, 3))
}
@inline(never)
private func transformOutputGradients3Taps2x3(_ operands: WinogradOperands) {
  transformOutputGradients(operands, Segment(2, 3), Segment(3, 3))
}
@inline(never)
private func transformOutputGradients3Taps2x2(_ operands: WinogradOperands) {
  transformOutputGradients(operands, Segment(2, 3), Segment(2, 3))
}

@inline(__always)
private func transformOutputGradients(_ operands: WinogradOperands, _ rows: Segment, _ columns: Segment) {
  forEachBlock(operands) { pixels, channel, to in
    let c0 = outputGradientTransform(pixels, 0, channel, rows)
    let c1 = outputGradientTransform(pixels, 1, channel, rows)
    let c2 = columns.outputs > 2 ? outputGradientTransform(pixels, 2, channel, rows) : c1
    let c3 = columns.outputs > 3 ? outputGradientTransform(pixels, 3, channel, rows) : c2
    let (stride, points) = (operands.pointStride, columns.isLong ? 5 : 4)
    fetchPoints(to + operands.tileStride, stride, rows.isLong ? 5 : 4, points)
    storePoints(outputGradientTransform(c0.0, c1.0, c2.0, c3.0, columns), to, stride, points)
    storePoints(outputGradientTransform(c0.1, c1.1, c2.1, c3.1, columns), to + 5 * stride, stride, points)
    storePoints(outputGradientTransform(c0.2, c1.2, c2.2, c3.2, columns), to + 10 * stride, stride, points)
    storePoints(outputGradientTransform(c0.3, c1.3, c2.3, c3.3, columns), to + 15 * stride, stride, points)
    if rows.isLong {
      storePoints(outputGradientTransform(c0.4, c1.4, c2.4, c3.4, columns), to + 20 * stride, stride, points)
    }
  }
}

/// Stores `A' m A` of the products of the tiles, with a value for each channel added if `bias` is
/// given: the outputs of a filter.
package func winogradOutputs(_ operands: WinogradOperands, bias: UnsafePointer<Float>?) {
  let grid = operands.grid
  switch (grid.axisTaps, grid.outputRows, grid.outputColumns) {
  case (2, 4, 4): transformOutputs2Taps4x4(operands, bias)
  case (2, 4, _): transformOutputs2Taps4x3(operands, bias)
  case (2, _, 4): transformOutputs2Taps3x4(operands, bias)
  case (2, _, _): transformOutputs2Taps3x3(operands, bias)
  case (_, 3, 3): transformOutputs3Taps3x3(operands, bias)
  case (_, 3, _): transformOutputs3Taps3x2(operands, bias)
  case (_, _, 3): transformOutputs3Taps2x3(operands, bias)
  default: transformOutputs3Taps2x2(operands, bias)
  }
}

@inline(never)
private func transformOutputs2Taps4x4(_ operands: WinogradOperands, _ bias: UnsafePointer<Float>?) {
  transformOutputs(operands, bias, Segment(4, 2), Segment(4, 2))
}
@inline(never)
private func transformOutputs2Taps4x3(_ operands: WinogradOperands, _ bias: UnsafePointer<Float>?) {
  transformOutputs(operands, bias, Segment(4, 2), Segment(3, 2))
}
@inline(never)
private func transformOutputs2Taps3x4(_ operands: WinogradOperands, _ bias: UnsafePointer<Float>?) {
  transformOutputs(operands, bias, Segment(3, 2), Segment(4, 2))
}
@inline(never)
private func transformOutputs2Taps3x3(_ operands: WinogradOperands, _ bias: UnsafePointer<Float>?) {
  transformOutputs(operands, bias, Segment(3, 2), Segment(3, 2))
}
@inline(never)
private func transformOutputs3Taps3x3(_ operands: WinogradOperands, _ bias: UnsafePointer<Float>?) {
  transformOutputs(operands, bias, Segment(3, 3), Segment(3, 3))
}
@inline(never)
private func transformOutputs3Taps3x2(_ operands: WinogradOperands, _ bias: UnsafePointer<Float>?) {
  transformOutputs(operands, bias, Segment(3, 3), Segment(2, 3))
}
@inline(never)
private func transformOutputs3Taps2x3(_ operands: WinogradOperands, _ bias: UnsafePointer<Float>?) {
  transformOutputs(operands, bias, Segment(2, 3), Segment(3, 3))
}
@inline(never)
private func transformOutputs3Taps2x2(_ operands: WinogradOperands, _ bias: UnsafePointer<Float>?) {
  transformOutputs(operands, bias, Segment(2, 3), Segment(2, 3))
}

@inline(__always)
private func transformOutputs(
  _ operands: WinogradOperands, _ bias: UnsafePointer<Float>?, _ rows: Segment, _ columns: Segment
) {
  forEachBlock(operands) { pixels, channel, from in
    let stride = operands.pointStride
    let c0 = outputTransform(from, 5 * stride, rows)
    let c1 = outputTransform(from + stride, 5 * stride, rows)
    let c2 = outputTransform(from + 2 * stride, 5 * stride, rows)
    let c3 = outputTransform(from + 3 * stride, 5 * stride, rows)
    let c4 = columns.isLong ? outputTransform(from + 4 * stride, 5 * stride, rows) : c3
    var added = Vector.zero
    if let bias { added = load(bias + channel) }
    let outputs = columns.outputs
    pixels.store(outputTransform(c0.0, c1.0, c2.0, c3.0, c4.0, columns), plus: added, 0, channel, outputs)
    pixels.store(outputTransform(c0.1, c1.1, c2.1, c3.1, c4.1, columns), plus: added, 1, channel, outputs)
    if rows.outputs > 2 {
      pixels.store(outputTransform(c0.2, c1.2, c2.2, c3.2, c4.2, columns), plus: added, 2, channel, outputs)
    }
    if rows.outputs > 3 {
      pixels.store(outputTransform(c0.3, c1.3, c2.3, c3.3, c4.3, columns), plus: added, 3, channel, outputs)
    }
  }
}

/// Walks the tiles, and each tile's channels by vectors.
@inline(__always)
private func forEachBlock(
  _ operands: WinogradOperands,
  _ body: (_ pixels: TilePixels, _ channel: Int, _ points: UnsafeMutablePointer<Float>) -> Void
) {
  for tile in operands.firstTile..<operands.lastTile {
    let pixels = TilePixels(operands, tile)
    var block = operands.points + (tile - operands.firstTile) * operands.tileStride
    for first in stride(from: 0, to: operands.channels, by: operands.blockChannels) {
      for channel in stride(
        from: first, to: min(first + operands.blockChannels, operands.channels), by: simdLanes)
      {
        body(pixels, channel, block + channel - first)
      }
      block += operands.blockStride
    }
  }
}

/// The pixels of a tile. Those outside of the grid read as zeros and are not stored.
private struct TilePixels {
  private var origin: UnsafeMutablePointer<Float>
  private var rowStride: Int
  private var pixelStride: Int
  /// Floats to the same pixel of the next tile, which is fetched into the cache while this one is transformed: tiles lie
  /// in too many short stretches for the processor to see what comes.
  private var nextTile: Int
  private var hasRow: InlineArray<5, Bool>
  private var hasColumn: InlineArray<5, Bool>

  @inline(__always)
  init(_ operands: WinogradOperands, _ tile: Int) {
    let grid = operands.grid
    let (row, column) = Self.position(of: tile, grid)
    let offset = Self.offset(of: tile, grid)
    origin = operands.tensor + offset
    rowStride = grid.rowStride
    pixelStride = grid.pixelStride
    nextTile = Self.offset(of: tile + 1, grid) - offset
    hasRow = [
      row >= 0 && row < grid.height, row + 1 < grid.height, row + 2 < grid.height, row + 3 < grid.height,
      row + 4 < grid.height,
    ]
    hasColumn = [
      column >= 0 && column < grid.width, column + 1 < grid.width, column + 2 < grid.width, column + 3 < grid.width,
      column + 4 < grid.width,
    ]
  }

  /// Where a tile begins in the grid.
  @inline(__always)
  private static func position(of tile: Int, _ grid: WinogradGrid) -> (row: Int, column: Int) {
    (
      grid.firstRow + tile / grid.tileColumns % grid.tileRows * grid.outputRows,
      grid.firstColumn + tile % grid.tileColumns * grid.outputColumns
    )
  }

  /// Floats from the first image to a tile's first pixel.
  @inline(__always)
  private static func offset(of tile: Int, _ grid: WinogradGrid) -> Int {
    let (row, column) = position(of: tile, grid)
    let image = tile / (grid.tileColumns * grid.tileRows)
    return grid.origin + image * grid.imageStride + row * grid.rowStride + column * grid.pixelStride
  }

  @inline(__always)
  func load(_ row: Int, _ column: Int, _ channel: Int) -> Vector {
    guard hasRow[row] && hasColumn[column] else { return .zero }
    let pixel = origin + row * rowStride + column * pixelStride + channel
    fetch_hint(pixel + nextTile)
    return UnsafeRawPointer(pixel).loadUnaligned(as: Vector.self)
  }

  /// Stores a row of outputs.
  @inline(__always)
  func store(
    _ outputs: (Vector, Vector, Vector, Vector), plus added: Vector, _ row: Int, _ channel: Int, _ columns: Int
  ) {
    store(outputs.0 + added, row, 0, channel)
    store(outputs.1 + added, row, 1, channel)
    if columns > 2 { store(outputs.2 + added, row, 2, channel) }
    if columns > 3 { store(outputs.3 + added, row, 3, channel) }
  }

  @inline(__always)
  private func store(_ vector: Vector, _ row: Int, _ column: Int, _ channel: Int) {
    guard hasRow[row] && hasColumn[column] else { return }
    let pixel = origin + row * rowStride + column * pixelStride + channel
    fetch_hint(pixel + nextTile)
    UnsafeMutableRawPointer(pixel).storeBytes(of: vector, as: Vector.self)
  }
}

/// `B' d` down a column of a tile.
@inline(__always)
private func inputTransform(_ pixels: TilePixels, _ column: Int, _ channel: Int, _ points: Int) -> AxisPoints {
  inputTransform(
    pixels.load(0, column, channel), pixels.load(1, column, channel), pixels.load(2, column, channel),
    pixels.load(3, column, channel), points == 5 ? pixels.load(4, column, channel) : .zero, points)
}

/// `A e` down a column of a tile.
@inline(__always)
private func outputGradientTransform(
  _ pixels: TilePixels, _ column: Int, _ channel: Int, _ segment: Segment
) -> AxisPoints {
  outputGradientTransform(
    pixels.load(0, column, channel), pixels.load(1, column, channel),
    segment.outputs > 2 ? pixels.load(2, column, channel) : .zero,
    segment.outputs > 3 ? pixels.load(3, column, channel) : .zero, segment)
}

/// `A' m` down a column of points.
@inline(__always)
private func outputTransform(
  _ points: UnsafePointer<Float>, _ stride: Int, _ segment: Segment
) -> (Vector, Vector, Vector, Vector) {
  outputTransform(
    load(points), load(points + stride), load(points + 2 * stride), load(points + 3 * stride),
    segment.isLong ? load(points + 4 * stride) : .zero, segment)
}

@inline(__always)
private func inputTransform(
  _ d0: Vector, _ d1: Vector, _ d2: Vector, _ d3: Vector, _ d4: Vector, _ points: Int
) -> AxisPoints {
  let half = Vector(repeating: 0.5)
  let outer = d3 - d1
  if points == 4 {
    return (half * (d0 - d2), half * (d1 + d2), Vector(repeating: 1.5) * (d1 - d2), outer, .zero)
  }
  let inner = d2 - d1
  return (
    outer.addingProduct(half, d0 - d2), d3.addingProduct(half, inner), (d3 - d2).addingProduct(-half, inner),
    (d4 - d2).addingProduct(-half, outer), outer
  )
}

@inline(__always)
private func outputTransform(
  _ m0: Vector, _ m1: Vector, _ m2: Vector, _ infinity: Vector, _ half: Vector, _ segment: Segment
) -> (Vector, Vector, Vector, Vector) {
  let even = m1 + m2
  let odd = m1 - m2
  guard segment.isLong else {
    return segment.outputs == 3
      ? (m0 + even, odd, even + infinity, .zero) : (m0 + even, odd + infinity, .zero, .zero)
  }
  let first = m0 + even + half
  let second = odd.addingProduct(Vector(repeating: 0.5), half)
  let third = even.addingProduct(Vector(repeating: 0.25), half)
  return segment.outputs == 4
    ? (first, second, third, odd.addingProduct(Vector(repeating: 0.125), half) + infinity)
    : (first, second, third + infinity, .zero)
}

@inline(__always)
private func outputGradientTransform(
  _ e0: Vector, _ e1: Vector, _ e2: Vector, _ e3: Vector, _ segment: Segment
) -> AxisPoints {
  if segment.outputs == 2 { return (e0, e0 + e1, e0 - e1, e1, .zero) }
  let even = e0 + e2
  guard segment.isLong else { return (e0, even + e1, even - e1, e2, .zero) }
  let half = e0.addingProduct(Vector(repeating: 0.5), e1).addingProduct(Vector(repeating: 0.25), e2)
  if segment.outputs == 3 { return (e0, even + e1, even - e1, e2, half) }
  let odd = e1 + e3
  return (e0, even + odd, even - odd, e3, half.addingProduct(Vector(repeating: 0.125), e3))
}

/// Fetches the lines of a tile's points that will be stored next, so many rows by so many columns.
@inline(__always)
private func fetchPoints(_ target: UnsafePointer<Float>, _ pointStride: Int, _ rows: Int, _ columns: Int) {
  for row in 0..<rows {
    for column in 0..<columns { fetch_hint(target + (row * winogradAxisPoints + column) * pointStride) }
  }
}

/// Stores a row of points, five or four.
@inline(__always)
func storePoints(_ row: AxisPoints, _ target: UnsafeMutablePointer<Float>, _ pointStride: Int, _ points: Int) {
  store(row.0, target)
  store(row.1, target + pointStride)
  store(row.2, target + 2 * pointStride)
  store(row.3, target + 3 * pointStride)
  if points == 5 { store(row.4, target + 4 * pointStride) }
}
