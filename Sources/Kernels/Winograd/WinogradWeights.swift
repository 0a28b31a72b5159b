import KernelInterface

// The weights' part of the filters of WinogradTransforms.swift, for 2 x 2 sub-kernels `g` whose four taps are matrices
// `[row][column]` somewhere in a layer's weights.

/// Writes `G g G'` for a matrix of sub-kernels, in the order in which the gather engine reads weights: at each point
/// packed as `[panel][k][column]`.
package func winogradWeights(_ operands: WinogradWeightOperands) {
  let (taps, columnStride, pointStride) = (operands.taps, operands.columnStride, operands.pointStride)
  for column in stride(from: 0, to: operands.columns, by: simdLanes) {
    let panel = column / Tile.columns * Tile.columns
    let width = min(Tile.columns, operands.columns - panel)
    var target = operands.points + panel * operands.rows + column - panel
    var from = operands.source + column * columnStride
    for _ in 0..<operands.rows {
      let left = tapTransform(load(from + taps[0], stride: columnStride), load(from + taps[2], stride: columnStride))
      let right = tapTransform(load(from + taps[1], stride: columnStride), load(from + taps[3], stride: columnStride))
      storePoints(tapTransform(left.0, right.0), target, pointStride, 4)
      storePoints(tapTransform(left.1, right.1), target + 5 * pointStride, pointStride, 4)
      storePoints(tapTransform(left.2, right.2), target + 10 * pointStride, pointStride, 4)
      storePoints(tapTransform(left.3, right.3), target + 15 * pointStride, pointStride, 4)
      storePoints(tapTransform(left.4, right.4), target + 20 * pointStride, pointStride, 4)
      target += width
      from += operands.rowStride
    }
  }
}

/// Adds `G' u G` to the gradients of the four taps, where `u` are the sums of the products of transformed inputs and
/// output gradients.
package func winogradTapGradients(_ operands: WinogradTapGradientOperands) {
  let (taps, pointStride) = (operands.taps, operands.pointStride)
  for row in 0..<operands.rows {
    for column in stride(from: 0, to: operands.columns, by: simdLanes) {
      let from = operands.points + row * operands.pointRowStride + column
      let c0 = tapGradientTransform(from, 5 * pointStride)
      let c1 = tapGradientTransform(from + pointStride, 5 * pointStride)
      let c2 = tapGradientTransform(from + 2 * pointStride, 5 * pointStride)
      let c3 = tapGradientTransform(from + 3 * pointStride, 5 * pointStride)
      let c4 = tapGradientTransform(from + 4 * pointStride, 5 * pointStride)
      let upper = tapGradientTransform(c0.0, c1.0, c2.0, c3.0, c4.0)
      let lower = tapGradientTransform(c0.1, c1.1, c2.1, c3.1, c4.1)
      let to = operands.gradient + row * operands.gradientRowStride + column
      store(load(to + taps[0]) + upper.0, to + taps[0])
      store(load(to + taps[1]) + upper.1, to + taps[1])
      store(load(to + taps[2]) + lower.0, to + taps[2])
      store(load(to + taps[3]) + lower.1, to + taps[3])
    }
  }
}

/// `G g` of two taps.
@inline(__always)
private func tapTransform(_ g0: Vector, _ g1: Vector) -> AxisPoints {
  let third = Vector(repeating: 1 / 3)
  return (
    g0 + g0, g0 + g1, (g1 - g0) * third, g1, Vector(repeating: -8 / 3) * g0 - Vector(repeating: 4 / 3) * g1
  )
}

/// `G' u` of the products of five points.
@inline(__always)
private func tapGradientTransform(
  _ u0: Vector, _ u1: Vector, _ u2: Vector, _ infinity: Vector, _ half: Vector
) -> (Vector, Vector) {
  let third = Vector(repeating: 1 / 3)
  return (
    (u0 + u0 + u1).addingProduct(-third, u2).addingProduct(Vector(repeating: -8 / 3), half),
    (u1 + infinity).addingProduct(third, u2).addingProduct(Vector(repeating: -4 / 3), half)
  )
}

@inline(__always)
private func tapGradientTransform(_ points: UnsafePointer<Float>, _ stride: Int) -> (Vector, Vector) {
  tapGradientTransform(
    load(points), load(points + stride), load(points + 2 * stride), load(points + 3 * stride),
    load(points + 4 * stride))
}

/// A vector of values that lie `stride` apart.
@inline(__always)
func load(_ pointer: UnsafePointer<Float>, stride: Int) -> Vector {
  if stride == 1 { return load(pointer) }
  var vector = Vector.zero
  for lane in 0..<simdLanes { vector[lane] = pointer[lane * stride] }
  return vector
}
