import KernelInterface

// The weights' part of PolynomialTransforms.swift: along an axis the taps `g` have the values
// `g[1]`, `g[2]`, `g[2] + g[0]`, `g[2] - g[0]` and `g[0]`.

/// Writes the values of a matrix of kernels of 3 x 3 taps, each a matrix of its own in the order in which the gather
/// engine reads weights, packed as `[panel][k][column]`.
package func polynomialWeights(_ operands: PolynomialWeightOperands) {
  let matrix = operands.matrixStride
  forEachTapVector(
    operands.source, taps: TapOffsets { $0 * operands.tapStride }, tapCount: 9, rowStride: operands.rowStride,
    columnStride: operands.columnStride, rows: operands.rows, columns: operands.columns
  ) { from, taps, place in
    let target = operands.values + place
    let c0 = kernelValues(from, taps, column: 0)
    let c1 = kernelValues(from, taps, column: 1)
    let c2 = kernelValues(from, taps, column: 2)
    storePastCaches(kernelValues(c0.0, c1.0, c2.0), target, matrix)
    storePastCaches(kernelValues(c0.1, c1.1, c2.1), target + 5 * matrix, matrix)
    storePastCaches(kernelValues(c0.2, c1.2, c2.2), target + 10 * matrix, matrix)
    storePastCaches(kernelValues(c0.3, c1.3, c2.3), target + 15 * matrix, matrix)
    storePastCaches(kernelValues(c0.4, c1.4, c2.4), target + 20 * matrix, matrix)
  }
}

/// Adds what gradients of a kernel's values mean for its taps to their gradients.
package func polynomialTapGradients(_ operands: PolynomialTapGradientOperands) {
  let (matrix, tap) = (operands.matrixStride, operands.tapStride)
  for row in 0..<operands.rows {
    for column in stride(from: 0, to: operands.columns, by: simdLanes) {
      let from = operands.values + row * operands.matrixRowStride + column
      let c0 = tapGradients(from, 5 * matrix)
      let c1 = tapGradients(from + matrix, 5 * matrix)
      let c2 = tapGradients(from + 2 * matrix, 5 * matrix)
      let c3 = tapGradients(from + 3 * matrix, 5 * matrix)
      let c4 = tapGradients(from + 4 * matrix, 5 * matrix)
      let to = operands.gradient + row * operands.gradientRowStride + column
      add(tapGradients(c0.0, c1.0, c2.0, c3.0, c4.0), to, tap)
      add(tapGradients(c0.1, c1.1, c2.1, c3.1, c4.1), to + 3 * tap, tap)
      add(tapGradients(c0.2, c1.2, c2.2, c3.2, c4.2), to + 6 * tap, tap)
    }
  }
}

/// The values of three taps.
@inline(__always)
private func kernelValues(_ g0: Vector, _ g1: Vector, _ g2: Vector) -> AxisPoints { (g1, g2, g2 + g0, g2 - g0, g0) }

/// The values of a column of taps.
@inline(__always)
private func kernelValues(_ from: UnsafePointer<Float>, _ taps: TapOffsets, column: Int) -> AxisPoints {
  kernelValues(load(from + taps[column]), load(from + taps[3 + column]), load(from + taps[6 + column]))
}

/// The gradients of three taps from those of their values.
@inline(__always)
private func tapGradients(
  _ middle: Vector, _ zero: Vector, _ one: Vector, _ minusOne: Vector, _ infinity: Vector
) -> (Vector, Vector, Vector) {
  (one - minusOne + infinity, middle, zero + (one + minusOne))
}

@inline(__always)
private func tapGradients(_ values: UnsafePointer<Float>, _ stride: Int) -> (Vector, Vector, Vector) {
  tapGradients(
    load(values), load(values + stride), load(values + 2 * stride), load(values + 3 * stride),
    load(values + 4 * stride))
}

@inline(__always)
private func add(_ taps: (Vector, Vector, Vector), _ target: UnsafeMutablePointer<Float>, _ stride: Int) {
  store(load(target) + taps.0, target)
  store(load(target + stride) + taps.1, target + stride)
  store(load(target + 2 * stride) + taps.2, target + 2 * stride)
}
