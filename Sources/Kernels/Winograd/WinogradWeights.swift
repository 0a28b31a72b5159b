import KernelInterface

// The weights' part of the filters of WinogradTransforms.swift, for filters `g` of 2 x 2 or 3 x 3 taps that are matrices
// `[row][column]` somewhere in a layer's weights.

/// Writes `G g G'` for a matrix of filters, in the order in which the gather engine reads weights: at each point
/// packed as `[panel][k][column]`.
package func winogradWeights(_ operands: WinogradWeightOperands) {
  operands.taps.axisTaps == 2 ? transformWeights2Taps(operands) : transformWeights3Taps(operands)
}

@inline(never)
private func transformWeights2Taps(_ operands: WinogradWeightOperands) { transformWeights(operands, 2) }
@inline(never)
private func transformWeights3Taps(_ operands: WinogradWeightOperands) { transformWeights(operands, 3) }

@inline(__always)
private func transformWeights(_ operands: WinogradWeightOperands, _ axisTaps: Int) {
  let pointStride = operands.pointStride
  forEachTapVector(
    operands.source, taps: operands.taps.offsets, tapCount: axisTaps * axisTaps, rowStride: operands.rowStride,
    columnStride: operands.columnStride, rows: operands.rows, columns: operands.columns
  ) { from, taps, place in
    let target = operands.points + place
    let left = tapTransform(from, taps, column: 0, axisTaps)
    let next = tapTransform(from, taps, column: 1, axisTaps)
    let last = axisTaps == 3 ? tapTransform(from, taps, column: 2, axisTaps) : next
    storePastCaches(tapTransform(left.0, next.0, last.0, axisTaps), target, pointStride)
    storePastCaches(tapTransform(left.1, next.1, last.1, axisTaps), target + 5 * pointStride, pointStride)
    storePastCaches(tapTransform(left.2, next.2, last.2, axisTaps), target + 10 * pointStride, pointStride)
    storePastCaches(tapTransform(left.3, next.3, last.3, axisTaps), target + 15 * pointStride, pointStride)
    storePastCaches(tapTransform(left.4, next.4, last.4, axisTaps), target + 20 * pointStride, pointStride)
  }
}

/// Adds `G' u G` to the gradients of the taps, where `u` are the sums of the products of transformed inputs and
/// output gradients.
package func winogradTapGradients(_ operands: WinogradTapGradientOperands) {
  operands.taps.axisTaps == 2 ? addTapGradients2Taps(operands) : addTapGradients3Taps(operands)
}

@inline(never)
private func addTapGradients2Taps(_ operands: WinogradTapGradientOperands) { addTapGradients(operands, 2) }
@inline(never)
private func addTapGradients3Taps(_ operands: WinogradTapGradientOperands) { addTapGradients(operands, 3) }

@inline(__always)
private func addTapGradients(_ operands: WinogradTapGradientOperands, _ axisTaps: Int) {
  let (taps, pointStride) = (operands.taps.offsets, operands.pointStride)
  for row in 0..<operands.rows {
    for column in stride(from: 0, to: operands.columns, by: simdLanes) {
      let from = operands.points + row * operands.pointRowStride + column
      let c0 = tapGradientTransform(from, 5 * pointStride, axisTaps)
      let c1 = tapGradientTransform(from + pointStride, 5 * pointStride, axisTaps)
      let c2 = tapGradientTransform(from + 2 * pointStride, 5 * pointStride, axisTaps)
      let c3 = tapGradientTransform(from + 3 * pointStride, 5 * pointStride, axisTaps)
      let c4 = tapGradientTransform(from + 4 * pointStride, 5 * pointStride, axisTaps)
      let to = operands.gradient + row * operands.gradientRowStride + column
      add(tapGradientTransform(c0.0, c1.0, c2.0, c3.0, c4.0, axisTaps), to, taps, 0, axisTaps)
      add(tapGradientTransform(c0.1, c1.1, c2.1, c3.1, c4.1, axisTaps), to, taps, 1, axisTaps)
      if axisTaps == 3 { add(tapGradientTransform(c0.2, c1.2, c2.2, c3.2, c4.2, 3), to, taps, 2, 3) }
    }
  }
}

/// `G g` down a column of taps.
@inline(__always)
private func tapTransform(
  _ from: UnsafePointer<Float>, _ taps: TapOffsets, column: Int, _ axisTaps: Int
) -> AxisPoints {
  let g0 = load(from + taps[column])
  let g1 = load(from + taps[axisTaps + column])
  let g2 = axisTaps == 3 ? load(from + taps[6 + column]) : g1
  return tapTransform(g0, g1, g2, axisTaps)
}

/// `G g` of two or three taps.
@inline(__always)
private func tapTransform(_ g0: Vector, _ g1: Vector, _ g2: Vector, _ axisTaps: Int) -> AxisPoints {
  let third = Vector(repeating: 1 / 3)
  let half = Vector(repeating: -8 / 3) * g0 - Vector(repeating: 4 / 3) * g1
  if axisTaps == 2 { return (g0 + g0, g0 + g1, (g1 - g0) * third, g1, half) }
  let even = g0 + g2
  return (g0 + g0, even + g1, (g1 - even) * third, g2, half.addingProduct(Vector(repeating: -2 / 3), g2))
}

/// `G' u` down a column of points.
@inline(__always)
private func tapGradientTransform(
  _ points: UnsafePointer<Float>, _ stride: Int, _ axisTaps: Int
) -> (Vector, Vector, Vector) {
  tapGradientTransform(
    load(points), load(points + stride), load(points + 2 * stride), load(points + 3 * stride),
    load(points + 4 * stride), axisTaps)
}

/// `G' u` of the products of five points: the sums of two or three taps.
@inline(__always)
private func tapGradientTransform(
  _ u0: Vector, _ u1: Vector, _ u2: Vector, _ infinity: Vector, _ half: Vector, _ axisTaps: Int
) -> (Vector, Vector, Vector) {
  let third = Vector(repeating: 1 / 3)
  let first = (u0 + u0 + u1).addingProduct(-third, u2).addingProduct(Vector(repeating: -8 / 3), half)
  let last = u1 + infinity
  if axisTaps == 2 {
    return (first, last.addingProduct(third, u2).addingProduct(Vector(repeating: -4 / 3), half), .zero)
  }
  return (
    first, u1.addingProduct(third, u2).addingProduct(Vector(repeating: -4 / 3), half),
    last.addingProduct(-third, u2).addingProduct(Vector(repeating: -2 / 3), half)
  )
}

/// Adds a row of taps to their gradients.
@inline(__always)
private func add(
  _ row: (Vector, Vector, Vector), _ to: UnsafeMutablePointer<Float>, _ taps: TapOffsets, _ index: Int,
  _ axisTaps: Int
) {
  let first = axisTaps * index
  store(load(to + taps[first]) + row.0, to + taps[first])
  store(load(to + taps[first + 1]) + row.1, to + taps[first + 1])
  if axisTaps == 3 { store(load(to + taps[first + 2]) + row.2, to + taps[first + 2]) }
}
