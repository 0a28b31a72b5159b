import CProcessor
import KernelInterface

// Kernels that treat every value on its own.

/// `x = x` where positive and `slope * x` elsewhere, in place.
package func leaky(_ x: UnsafeMutablePointer<Float>, count: Int, slope: Float) {
  forEachVector(count) { offset, lanes in
    let value = load(x + offset, count: lanes)
    store(value.replacing(with: value * slope, where: value .<= 0), x + offset, count: lanes)
  }
}

/// Takes the gradient `dy` back through ``leaky(_:count:slope:)`` in place. The sign of the output `y` is that of the
/// input, or zero with it.
package func leakyGradient(_ dy: UnsafeMutablePointer<Float>, y: UnsafePointer<Float>, count: Int, slope: Float) {
  forEachVector(count) { offset, lanes in
    let gradient = load(dy + offset, count: lanes)
    let passed = gradient.replacing(with: gradient * slope, where: load(y + offset, count: lanes) .<= 0)
    store(passed, dy + offset, count: lanes)
  }
}

/// `x = tanh(x)`, in place.
package func tanh(_ x: UnsafeMutablePointer<Float>, count: Int) {
  forEachVector(count) { offset, lanes in
    store(hyperbolicTangent(load(x + offset, count: lanes)), x + offset, count: lanes)
  }
}

/// Takes the gradient `dy` back through the hyperbolic tangent in place: `dy * (1 - y^2)`.
package func tanhGradient(_ dy: UnsafeMutablePointer<Float>, y: UnsafePointer<Float>, count: Int) {
  forEachVector(count) { offset, lanes in
    let output = load(y + offset, count: lanes)
    let slope = Vector(repeating: 1).addingProduct(-output, output)
    store(load(dy + offset, count: lanes) * slope, dy + offset, count: lanes)
  }
}

/// `x = value` throughout.
package func fill(_ x: UnsafeMutablePointer<Float>, count: Int, value: Float) {
  forEachVector(count) { offset, lanes in store(Vector(repeating: value), x + offset, count: lanes) }
}

/// Zeros for later, past the caches, which would first read from memory what is then written over. `x` begins with a cache
/// line.
package func clear(_ x: UnsafeMutablePointer<Float>, count: Int) {
  forEachVector(count) { offset, lanes in
    if lanes == simdLanes { store_past_caches(.zero, x + offset) } else { store(.zero, x + offset, count: lanes) }
  }
  stores_past_caches_done()
}

/// `y = y + factor * x`.
package func addScaled(_ x: UnsafePointer<Float>, factor: Float, to y: UnsafeMutablePointer<Float>, count: Int) {
  forEachVector(count) { offset, lanes in
    let sum = load(UnsafePointer(y) + offset, count: lanes).addingProduct(
      load(x + offset, count: lanes), Vector(repeating: factor))
    store(sum, y + offset, count: lanes)
  }
}

/// The sum of `w * (y - x)^2`, and its gradient with respect to `y`.
package func weightedSquares(_ operands: WeightedSquaresOperands) -> Float {
  var sum = Vector.zero
  forEachVector(operands.count) { offset, lanes in
    let difference = load(operands.values + offset, count: lanes) - load(operands.targets + offset, count: lanes)
    let weighted = difference * load(operands.weights + offset, count: lanes)
    sum = sum.addingProduct(weighted, difference)
    store(weighted + weighted, operands.gradient + offset, count: lanes)
  }
  return sumOfLanes(sum)
}

/// Bytes 0 ... 255 to floats -1 ... 1, by the map that `PixelValues` defines: a division and a subtraction, to the bit.
package func pixelsFromBytes(_ bytes: UnsafePointer<UInt8>, _ x: UnsafeMutablePointer<Float>, count: Int) {
  for index in 0..<count { x[index] = Float(bytes[index]) / 127.5 - 1 }
}
