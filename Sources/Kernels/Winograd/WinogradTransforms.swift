import KernelInterface

// Winograd's minimal filtering F(4, 2): four outputs y of a kernel of two taps g over five inputs d,
// `y[j] = d[j] g[0] + d[j + 1] g[1]`, from five products in place of eight. In two dimensions 25 stand for 64.
//
// The product of two polynomials of degrees 1 and 3 is known from its values at five points; here 0, 1, -1, 1/2 and
// infinity, whose powers are exact. Read backwards (the transposition principle) that is the filter
//
//   y = A' [ (G g) (B' d) ],   A' = | 1  1  1  1   0 |   G = |  2     0   |   B' = | 1/2  -1  -1/2   1   0 |
//                                   | 0  1 -1 1/2  0 |       |  1     1   |        |  0  -1/2  1/2   1   0 |
//                                   | 0  1  1 1/4  0 |       | -1/3  1/3  |        |  0   1/2 -3/2   1   0 |
//                                   | 0  1 -1 1/8  1 |       | -8/3 -4/3  |        |  0   -1    0    1   0 |
//                                                            |  0     1   |        |  0   1/2  -1  -1/2  1 |
//
// (Winograd, Arithmetic Complexity of Computations, 1980; Lavin and Gray, Fast Algorithms for Convolutional Neural
// Networks, 2016). The rounding error is some times that of the sums it replaces: see NOTES.md.

/// Writes `B' d B` of the tiles: the inputs of a filter.
package func winogradInputs(_ operands: WinogradOperands) {
  for tile in operands.firstTile..<operands.lastTile {
    let pixels = TilePixels(operands, tile)
    let points = operands.points + (tile - operands.firstTile) * operands.tileStride
    for channel in stride(from: 0, to: operands.channels, by: simdLanes) {
      let c0 = inputTransform(pixels, 0, channel)
      let c1 = inputTransform(pixels, 1, channel)
      let c2 = inputTransform(pixels, 2, channel)
      let c3 = inputTransform(pixels, 3, channel)
      let c4 = inputTransform(pixels, 4, channel)
      let to = points + channel
      let stride = operands.pointStride
      storePoints(inputTransform(c0.0, c1.0, c2.0, c3.0, c4.0), to, stride)
      storePoints(inputTransform(c0.1, c1.1, c2.1, c3.1, c4.1), to + 5 * stride, stride)
      storePoints(inputTransform(c0.2, c1.2, c2.2, c3.2, c4.2), to + 10 * stride, stride)
      storePoints(inputTransform(c0.3, c1.3, c2.3, c3.3, c4.3), to + 15 * stride, stride)
      storePoints(inputTransform(c0.4, c1.4, c2.4, c3.4, c4.4), to + 20 * stride, stride)
    }
  }
}

/// Writes `A e A'` of the tiles: the gradient of a filter's outputs, for the gradient of its taps.
package func winogradOutputGradients(_ operands: WinogradOperands) {
  for tile in operands.firstTile..<operands.lastTile {
    let pixels = TilePixels(operands, tile)
    let points = operands.points + (tile - operands.firstTile) * operands.tileStride
    for channel in stride(from: 0, to: operands.channels, by: simdLanes) {
      let c0 = outputGradientTransform(pixels, 0, channel)
      let c1 = outputGradientTransform(pixels, 1, channel)
      let c2 = outputGradientTransform(pixels, 2, channel)
      let c3 = outputGradientTransform(pixels, 3, channel)
      let to = points + channel
      let stride = operands.pointStride
      storePoints(outputGradientTransform(c0.0, c1.0, c2.0, c3.0), to, stride)
      storePoints(outputGradientTransform(c0.1, c1.1, c2.1, c3.1), to + 5 * stride, stride)
      storePoints(outputGradientTransform(c0.2, c1.2, c2.2, c3.2), to + 10 * stride, stride)
      storePoints(outputGradientTransform(c0.3, c1.3, c2.3, c3.3), to + 15 * stride, stride)
      storePoints(outputGradientTransform(c0.4, c1.4, c2.4, c3.4), to + 20 * stride, stride)
    }
  }
}

/// Stores `A' m A` of the products of the tiles, with a value for each channel added if `bias` is
/// given: the outputs of a filter.
package func winogradOutputs(_ operands: WinogradOperands, bias: UnsafePointer<Float>?) {
  for tile in operands.firstTile..<operands.lastTile {
    let pixels = TilePixels(operands, tile)
    let points = operands.points + (tile - operands.firstTile) * operands.tileStride
    for channel in stride(from: 0, to: operands.channels, by: simdLanes) {
      let from = points + channel
      let stride = operands.pointStride
      let c0 = outputTransform(from, 5 * stride)
      let c1 = outputTransform(from + stride, 5 * stride)
      let c2 = outputTransform(from + 2 * stride, 5 * stride)
      let c3 = outputTransform(from + 3 * stride, 5 * stride)
      let c4 = outputTransform(from + 4 * stride, 5 * stride)
      var added = Vector.zero
      if let bias { added = load(bias + channel) }
      pixels.store(outputTransform(c0.0, c1.0, c2.0, c3.0, c4.0), plus: added, 0, channel)
      pixels.store(outputTransform(c0.1, c1.1, c2.1, c3.1, c4.1), plus: added, 1, channel)
      pixels.store(outputTransform(c0.2, c1.2, c2.2, c3.2, c4.2), plus: added, 2, channel)
      pixels.store(outputTransform(c0.3, c1.3, c2.3, c3.3, c4.3), plus: added, 3, channel)
    }
  }
}

/// The pixels of a tile. Those outside of the grid read as zeros and are not stored.
private struct TilePixels {
  private var origin: UnsafeMutablePointer<Float>
  private var rowStride: Int
  private var pixelStride: Int
  private var hasRow: InlineArray<5, Bool>
  private var hasColumn: InlineArray<5, Bool>

  @inline(__always)
  init(_ operands: WinogradOperands, _ tile: Int) {
    let grid = operands.grid
    let column = grid.firstColumn + tile % grid.tileColumns * winogradOutputs
    let row = grid.firstRow + tile / grid.tileColumns % grid.tileRows * winogradOutputs
    let image = tile / (grid.tileColumns * grid.tileRows)
    origin =
      operands.tensor + image * grid.imageStride + grid.origin + row * grid.rowStride + column * grid.pixelStride
    rowStride = grid.rowStride
    pixelStride = grid.pixelStride
    hasRow = [
      row >= 0 && row < grid.height, row + 1 < grid.height, row + 2 < grid.height, row + 3 < grid.height,
      row + 4 < grid.height,
    ]
    hasColumn = [
      column >= 0 && column < grid.width, column + 1 < grid.width, column + 2 < grid.width, column + 3 < grid.width,
      column + 4 < grid.width,
    ]
  }

  @inline(__always)
  func load(_ row: Int, _ column: Int, _ channel: Int) -> Vector {
    guard hasRow[row] && hasColumn[column] else { return .zero }
    return UnsafeRawPointer(origin + row * rowStride + column * pixelStride + channel).loadUnaligned(as: Vector.self)
  }

  /// Stores a row of outputs.
  @inline(__always)
  func store(_ outputs: (Vector, Vector, Vector, Vector), plus added: Vector, _ row: Int, _ channel: Int) {
    store(outputs.0 + added, row, 0, channel)
    store(outputs.1 + added, row, 1, channel)
    store(outputs.2 + added, row, 2, channel)
    store(outputs.3 + added, row, 3, channel)
  }

  @inline(__always)
  private func store(_ vector: Vector, _ row: Int, _ column: Int, _ channel: Int) {
    guard hasRow[row] && hasColumn[column] else { return }
    UnsafeMutableRawPointer(origin + row * rowStride + column * pixelStride + channel)
      .storeBytes(of: vector, as: Vector.self)
  }
}

/// `B' d` down a column of a tile.
@inline(__always)
private func inputTransform(
  _ pixels: TilePixels, _ column: Int, _ channel: Int
) -> (Vector, Vector, Vector, Vector, Vector) {
  inputTransform(
    pixels.load(0, column, channel), pixels.load(1, column, channel), pixels.load(2, column, channel),
    pixels.load(3, column, channel), pixels.load(4, column, channel))
}

/// `A e` down a column of a tile.
@inline(__always)
private func outputGradientTransform(
  _ pixels: TilePixels, _ column: Int, _ channel: Int
) -> (Vector, Vector, Vector, Vector, Vector) {
  outputGradientTransform(
    pixels.load(0, column, channel), pixels.load(1, column, channel), pixels.load(2, column, channel),
    pixels.load(3, column, channel))
}

/// `A' m` down a column of points.
@inline(__always)
private func outputTransform(_ points: UnsafePointer<Float>, _ stride: Int) -> (Vector, Vector, Vector, Vector) {
  outputTransform(
    load(points), load(points + stride), load(points + 2 * stride), load(points + 3 * stride),
    load(points + 4 * stride))
}

@inline(__always)
private func inputTransform(
  _ d0: Vector, _ d1: Vector, _ d2: Vector, _ d3: Vector, _ d4: Vector
) -> (Vector, Vector, Vector, Vector, Vector) {
  let half = Vector(repeating: 0.5)
  let outer = d3 - d1
  let inner = d2 - d1
  return (
    outer.addingProduct(half, d0 - d2), d3.addingProduct(half, inner), (d3 - d2).addingProduct(-half, inner), outer,
    (d4 - d2).addingProduct(-half, outer)
  )
}

@inline(__always)
private func outputTransform(
  _ m0: Vector, _ m1: Vector, _ m2: Vector, _ m3: Vector, _ m4: Vector
) -> (Vector, Vector, Vector, Vector) {
  let even = m1 + m2
  let odd = m1 - m2
  return (
    m0 + even + m3, odd.addingProduct(Vector(repeating: 0.5), m3), even.addingProduct(Vector(repeating: 0.25), m3),
    odd.addingProduct(Vector(repeating: 0.125), m3) + m4
  )
}

@inline(__always)
private func outputGradientTransform(
  _ e0: Vector, _ e1: Vector, _ e2: Vector, _ e3: Vector
) -> (Vector, Vector, Vector, Vector, Vector) {
  let even = e0 + e2
  let odd = e1 + e3
  return (
    e0, even + odd, even - odd,
    e0.addingProduct(Vector(repeating: 0.5), e1).addingProduct(Vector(repeating: 0.25), e2)
      .addingProduct(Vector(repeating: 0.125), e3), e3
  )
}
