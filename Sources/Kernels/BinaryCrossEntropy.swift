import KernelInterface

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
