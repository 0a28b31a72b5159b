import KernelInterface

/// Binary cross entropy on logits in its stable form, `max(z, 0) - z * target + log(1 + e^-|z|)`, for each
/// logit, with the probabilities `1 / (1 + e^-z)` and the gradient `(probability - target) * scale`.
package func binaryCrossEntropy(_ operands: BinaryCrossEntropyOperands) {
  let (target, scale) = (operands.target, operands.scale)
  forEachVector(operands.count) { offset, lanes in
    let z = load(operands.logits + offset, count: lanes)
    let magnitude = z.replacing(with: -z, where: z .< 0)
    let u = exponential(-magnitude)
    let positivePart = z.replacing(with: 0, where: z .< 0)
    let loss = positivePart.addingProduct(-z, Vector(repeating: target)) + logarithmOfOnePlus(u)
    let ratio = 1 / (1 + u)
    let probability = ratio.replacing(with: u * ratio, where: z .< 0)
    store(loss, operands.losses + offset, count: lanes)
    store(probability, operands.probabilities + offset, count: lanes)
    store((probability - target) * scale, operands.gradient + offset, count: lanes)
  }
}
