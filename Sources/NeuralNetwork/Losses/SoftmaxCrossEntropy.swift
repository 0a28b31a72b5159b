import TensorCore

/// The cross entropy of a softmax on logits with given classes, averaged over a batch.
///
/// For logits z and the class c the loss of an image is `log(sum over j of e^(z_j)) - z_c`, and its gradient with
/// respect to z_j is `p_j - 1` for `j = c` and `p_j` elsewhere, `p` being the softmax.
public enum SoftmaxCrossEntropy {
  /// Writes the gradient of the mean loss with respect to every logit.
  ///
  /// - Parameters:
  ///   - logits: one row of as many values as there are classes for each image.
  ///   - classes: the class of each image.
  ///   - gradient: of the shape of `logits`.
  /// - Returns: the mean loss.
  public static func meanLoss(_ logits: Tensor, classes: [UInt8], gradient: Tensor) -> Double {
    let images = logits.shape.images
    let width = logits.shape.imageCount
    precondition(classes.count == images && gradient.count == logits.count && classes.allSatisfy { $0 < width })
    var sum = 0.0
    for image in 0..<images {
      let row = (0..<width).map { Double(logits[image * width + $0]) }
      let probabilities = softmax(row)
      let target = Int(classes[image])
      // The smallest probability that a double can hold keeps the logarithm finite.
      sum -= portableLog(max(probabilities[target], .leastNormalMagnitude))
      for (index, probability) in probabilities.enumerated() {
        gradient[image * width + index] = Float((probability - (index == target ? 1 : 0)) / Double(images))
      }
    }
    return sum / Double(images)
  }

  /// `e^(z_j)` over the sum of all of them, with the largest logit taken off first, so that none overflows.
  public static func softmax(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let powers = logits.map { portableExp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
