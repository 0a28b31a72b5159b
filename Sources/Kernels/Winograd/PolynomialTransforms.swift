import CProcessor
import KernelInterface

// A convolution of kernel 3, stride 2 and padding 1 that writes four pixels along an axis from seven: with `e` the four
// even pixels, `o` the three odd ones and `g` the taps it is a product of polynomials in which nothing is left over,
//
//   y(x) = e(x) g[1] + o(x) (g[2] + g[0] x),   of degree 3 throughout.
//
// So it is known from its values at four points, here 0, 1, -1 and infinity (Toom, 1963; Cook, 1966): eight products in
// place of the ten that lie outside of the padding, and in two dimensions 64 for 100. The values are
//
//   e: | 1  0  0  0 |   o: | 1  0  0 |   g: | g[2]        |   and y = |  1   0    0   0 | of its values.
//      | 1  1  1  1 |      | 1  1  1 |      | g[2] + g[0] |           |  0  1/2 -1/2 -1 |
//      | 1 -1  1 -1 |      | 1 -1  1 |      | g[2] - g[0] |           | -1  1/2  1/2  0 |
//      | 0  0  0  1 |      | 0  0  1 |      | g[0]        |           |  0   0    0   1 |
//
// The middle tap is the same at every point. Gradients go back through the transposes of the same matrices.
//
// Each size of grid has a function of its own, in which rows and columns are constants: see WinogradTransforms.swift.

/// Vectors at the points of an axis, or at its pixels, of which there may be but three.
typealias AxisVectors = (Vector, Vector, Vector, Vector)

/// Writes the values of the polynomials whose coefficients the pixels of the grids are: the inputs of a convolution.
package func polynomialValues(_ operands: PolynomialOperands) {
  switch (operands.rows, operands.columns) {
  case (4, 4): values4x4(operands)
  case (4, _): values4x3(operands)
  case (_, 4): values3x4(operands)
  default: values3x3(operands)
  }
}

@inline(never)
private func values4x4(_ operands: PolynomialOperands) { values(operands, 4, 4) }
@inline(never)
private func values4x3(_ operands: PolynomialOperands) { values(operands, 4, 3) }
@inline(never)
private func values3x4(_ operands: PolynomialOperands) { values(operands, 3, 4) }
@inline(never)
private func values3x3(_ operands: PolynomialOperands) { values(operands, 3, 3) }

@inline(__always)
private func values(_ operands: PolynomialOperands, _ rows: Int, _ columns: Int) {
  forEachBlock(operands) { pixels, _, to in
    let (row, pixel, stride) = (operands.rowStride, operands.pixelStride, operands.pointStride)
    let (image, value) = (operands.imageStride, operands.valueStride)
    let c0 = axisValues(load(pixels, row, rows, ahead: image), rows)
    let c1 = axisValues(load(pixels + pixel, row, rows, ahead: image), rows)
    let c2 = axisValues(load(pixels + 2 * pixel, row, rows, ahead: image), rows)
    let c3 = columns == 4 ? axisValues(load(pixels + 3 * pixel, row, rows, ahead: image), rows) : c2
    store(axisValues((c0.0, c1.0, c2.0, c3.0), columns), to, stride, 4, ahead: value)
    store(axisValues((c0.1, c1.1, c2.1, c3.1), columns), to + 4 * stride, stride, 4, ahead: value)
    store(axisValues((c0.2, c1.2, c2.2, c3.2), columns), to + 8 * stride, stride, 4, ahead: value)
    store(axisValues((c0.3, c1.3, c2.3, c3.3), columns), to + 12 * stride, stride, 4, ahead: value)
  }
}

/// Takes gradients of values back to those of the coefficients, and stores them with a value for each channel added if
/// `bias` is given: the input gradients of a convolution, or a transposed convolution's outputs.
package func polynomialValueGradients(_ operands: PolynomialOperands, bias: UnsafePointer<Float>?) {
  switch (operands.rows, operands.columns) {
  case (4, 4): valueGradients4x4(operands, bias)
  case (4, _): valueGradients4x3(operands, bias)
  case (_, 4): valueGradients3x4(operands, bias)
  default: valueGradients3x3(operands, bias)
  }
}

@inline(never)
private func valueGradients4x4(_ operands: PolynomialOperands, _ bias: UnsafePointer<Float>?) {
  valueGradients(operands, bias, 4, 4)
}
@inline(never)
private func valueGradients4x3(_ operands: PolynomialOperands, _ bias: UnsafePointer<Float>?) {
  valueGradients(operands, bias, 4, 3)
}
@inline(never)
private func valueGradients3x4(_ operands: PolynomialOperands, _ bias: UnsafePointer<Float>?) {
  valueGradients(operands, bias, 3, 4)
}
@inline(never)
private func valueGradients3x3(_ operands: PolynomialOperands, _ bias: UnsafePointer<Float>?) {
  valueGradients(operands, bias, 3, 3)
}

@inline(__always)
private func valueGradients(
  _ operands: PolynomialOperands, _ bias: UnsafePointer<Float>?, _ rows: Int, _ columns: Int
) {
  forEachBlock(operands) { pixels, channel, from in
    let (row, pixel, stride) = (operands.rowStride, operands.pixelStride, operands.pointStride)
    let image = operands.imageStride
    let c0 = axisValueGradients(load(from, 4 * stride, 4), rows)
    let c1 = axisValueGradients(load(from + stride, 4 * stride, 4), rows)
    let c2 = axisValueGradients(load(from + 2 * stride, 4 * stride, 4), rows)
    let c3 = axisValueGradients(load(from + 3 * stride, 4 * stride, 4), rows)
    var added = Vector.zero
    if let bias { added = load(bias + channel) }
    store(axisValueGradients((c0.0, c1.0, c2.0, c3.0), columns), plus: added, pixels, pixel, columns, ahead: image)
    store(
      axisValueGradients((c0.1, c1.1, c2.1, c3.1), columns), plus: added, pixels + row, pixel, columns, ahead: image)
    store(
      axisValueGradients((c0.2, c1.2, c2.2, c3.2), columns), plus: added, pixels + 2 * row, pixel, columns, ahead: image
    )
    if rows == 4 {
      store(
        axisValueGradients((c0.3, c1.3, c2.3, c3.3), columns), plus: added, pixels + 3 * row, pixel, columns,
        ahead: image)
    }
  }
}

/// Stores the coefficients that polynomials of given values have, as the pixels of grids of 4 x 4, with a value for
/// each channel added if `bias` is given: the outputs of a convolution.
package func polynomialCoefficients(_ operands: PolynomialOperands, bias: UnsafePointer<Float>?) {
  forEachBlock(operands) { pixels, channel, from in
    let (row, pixel, stride) = (operands.rowStride, operands.pixelStride, operands.pointStride)
    let image = operands.imageStride
    let c0 = axisCoefficients(load(from, 4 * stride, 4))
    let c1 = axisCoefficients(load(from + stride, 4 * stride, 4))
    let c2 = axisCoefficients(load(from + 2 * stride, 4 * stride, 4))
    let c3 = axisCoefficients(load(from + 3 * stride, 4 * stride, 4))
    var added = Vector.zero
    if let bias { added = load(bias + channel) }
    store(axisCoefficients((c0.0, c1.0, c2.0, c3.0)), plus: added, pixels, pixel, 4, ahead: image)
    store(axisCoefficients((c0.1, c1.1, c2.1, c3.1)), plus: added, pixels + row, pixel, 4, ahead: image)
    store(axisCoefficients((c0.2, c1.2, c2.2, c3.2)), plus: added, pixels + 2 * row, pixel, 4, ahead: image)
    store(axisCoefficients((c0.3, c1.3, c2.3, c3.3)), plus: added, pixels + 3 * row, pixel, 4, ahead: image)
  }
}

/// Takes gradients of the coefficients, pixels of grids of 4 x 4, back to those of the values: what a convolution's
/// output gradients are multiplied as.
package func polynomialCoefficientGradients(_ operands: PolynomialOperands) {
  forEachBlock(operands) { pixels, _, to in
    let (row, pixel, stride) = (operands.rowStride, operands.pixelStride, operands.pointStride)
    let (image, value) = (operands.imageStride, operands.valueStride)
    let c0 = axisCoefficientGradients(load(pixels, row, 4, ahead: image))
    let c1 = axisCoefficientGradients(load(pixels + pixel, row, 4, ahead: image))
    let c2 = axisCoefficientGradients(load(pixels + 2 * pixel, row, 4, ahead: image))
    let c3 = axisCoefficientGradients(load(pixels + 3 * pixel, row, 4, ahead: image))
    store(axisCoefficientGradients((c0.0, c1.0, c2.0, c3.0)), to, stride, 4, ahead: value)
    store(axisCoefficientGradients((c0.1, c1.1, c2.1, c3.1)), to + 4 * stride, stride, 4, ahead: value)
    store(axisCoefficientGradients((c0.2, c1.2, c2.2, c3.2)), to + 8 * stride, stride, 4, ahead: value)
    store(axisCoefficientGradients((c0.3, c1.3, c2.3, c3.3)), to + 12 * stride, stride, 4, ahead: value)
  }
}

/// Walks the images, and each one's channels by vectors.
@inline(__always)
private func forEachBlock(
  _ operands: PolynomialOperands,
  _ body: (_ pixels: UnsafeMutablePointer<Float>, _ channel: Int, _ values: UnsafeMutablePointer<Float>) -> Void
) {
  for image in 0..<operands.images {
    let pixels = operands.tensor + image * operands.imageStride
    var block = operands.values + image * operands.valueStride
    for first in stride(from: 0, to: operands.channels, by: operands.blockChannels) {
      for channel in stride(
        from: first, to: min(first + operands.blockChannels, operands.channels), by: simdLanes)
      {
        body(pixels + channel, channel, block + channel - first)
      }
      block += operands.blockStride
    }
  }
}

@inline(__always)
private func axisValues(_ a: AxisVectors, _ pixels: Int) -> AxisVectors {
  let even = a.0 + a.2
  let odd = pixels == 4 ? a.1 + a.3 : a.1
  return (a.0, even + odd, even - odd, pixels == 4 ? a.3 : a.2)
}

@inline(__always)
private func axisValueGradients(_ m: AxisVectors, _ pixels: Int) -> AxisVectors {
  let even = m.1 + m.2
  let odd = m.1 - m.2
  if pixels == 3 { return (m.0 + even, odd, even + m.3, .zero) }
  return (m.0 + even, odd, even, odd + m.3)
}

@inline(__always)
private func axisCoefficients(_ m: AxisVectors) -> AxisVectors {
  let half = Vector(repeating: 0.5)
  return (m.0, (-m.3).addingProduct(half, m.1 - m.2), (-m.0).addingProduct(half, m.1 + m.2), m.3)
}

@inline(__always)
private func axisCoefficientGradients(_ e: AxisVectors) -> AxisVectors {
  let half = Vector(repeating: 0.5)
  return (e.0 - e.2, half * (e.1 + e.2), half * (e.2 - e.1), e.3 - e.1)
}

/// Loads three or four vectors, and fetches those that lie `ahead` into the cache.
@inline(__always)
private func load(_ pointer: UnsafePointer<Float>, _ stride: Int, _ count: Int, ahead: Int = 0) -> AxisVectors {
  if ahead != 0 { for index in 0..<count { fetch_hint(pointer + index * stride + ahead) } }
  return (
    load(pointer), load(pointer + stride), load(pointer + 2 * stride), count == 4 ? load(pointer + 3 * stride) : .zero
  )
}

/// Stores three or four vectors, and fetches the lines of those that will be stored `ahead`.
@inline(__always)
private func store(
  _ vectors: AxisVectors, plus added: Vector = .zero, _ pointer: UnsafeMutablePointer<Float>, _ stride: Int,
  _ count: Int, ahead: Int
) {
  for index in 0..<count { fetch_hint(pointer + index * stride + ahead) }
  store(vectors.0 + added, pointer)
  store(vectors.1 + added, pointer + stride)
  store(vectors.2 + added, pointer + 2 * stride)
  if count == 4 { store(vectors.3 + added, pointer + 3 * stride) }
}
