import KernelInterface

// Kernels that treat every value on its own. A last, incomplete vector is loaded and stored by its count, since the
// next value may belong to another worker.

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

/// Bytes 0 ... 255 to floats -1 ... 1.
package func pixelsFromBytes(_ bytes: UnsafePointer<UInt8>, _ x: UnsafeMutablePointer<Float>, count: Int) {
  for index in 0..<count { x[index] = Float(bytes[index]) / 127.5 - 1 }
}

/// Binary cross entropy on logits in its stable form, `max(z, 0) - z * target + log(1 + e^-|z|)`, for each of `count`
/// logits, with the probabilities `1 / (1 + e^-z)` and the gradient `(probability - target) * scale`.
package func binaryCrossEntropy(
  logits: UnsafePointer<Float>, count: Int, target: Float, scale: Float, losses: UnsafeMutablePointer<Float>,
  probabilities: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
) {
  forEachVector(count) { offset, lanes in
    let z = load(logits + offset, count: lanes)
    let magnitude = z.replacing(with: -z, where: z .< 0)
    let u = exponential(-magnitude)
    let positivePart = z.replacing(with: 0, where: z .< 0)
    let loss = positivePart.addingProduct(-z, Vector(repeating: target)) + logarithmOfOnePlus(u)
    let ratio = 1 / (1 + u)
    let probability = ratio.replacing(with: u * ratio, where: z .< 0)
    store(loss, losses + offset, count: lanes)
    store(probability, probabilities + offset, count: lanes)
    store((probability - target) * scale, gradient + offset, count: lanes)
  }
}

/// One Adam step (Kingma & Ba, 2015) over `count` consecutive parameters.
package func adam(
  weights: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>, firstMoments: UnsafeMutablePointer<Float>,
  secondMoments: UnsafeMutablePointer<Float>, count: Int, _ coefficients: AdamCoefficients
) {
  let beta1 = Vector(repeating: coefficients.beta1)
  let beta2 = Vector(repeating: coefficients.beta2)
  forEachVector(count) { offset, lanes in
    let g = load(gradients + offset, count: lanes)
    let m = (g * coefficients.oneMinusBeta1).addingProduct(load(firstMoments + offset, count: lanes), beta1)
    let v = (g * g * coefficients.oneMinusBeta2).addingProduct(load(secondMoments + offset, count: lanes), beta2)
    let denominator =
      Vector(repeating: coefficients.epsilon)
      .addingProduct(v.squareRoot(), Vector(repeating: coefficients.inverseRootCorrection))
    let w = load(weights + offset, count: lanes) - (m * coefficients.stepSize) / denominator
    store(m, firstMoments + offset, count: lanes)
    store(v, secondMoments + offset, count: lanes)
    store(w, weights + offset, count: lanes)
  }
}

@inline(__always)
private func forEachVector(_ count: Int, _ body: (_ offset: Int, _ lanes: Int) -> Void) {
  var offset = 0
  while offset + simdLanes <= count {
    body(offset, simdLanes)
    offset += simdLanes
  }
  if offset < count { body(offset, count - offset) }
}
