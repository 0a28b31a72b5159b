import Foundation
import NeuralNetwork
import TensorCore
import Testing

/// The cross entropy of a softmax against its definition and its own differences.
@Suite struct SoftmaxCrossEntropyTests {
  private func loss(_ logits: [Double], _ classes: [UInt8]) -> Double {
    let width = logits.count / classes.count
    return classes.enumerated().reduce(0) { sum, image in
      let row = logits[image.offset * width..<(image.offset + 1) * width]
      return sum + log(row.reduce(0) { $0 + exp($1) }) - row[row.startIndex + Int(image.element)]
    } / Double(classes.count)
  }

  @Test func lossAndGradientAreThoseOfTheDefinition() {
    let values: [Float] = [0.5, -1, 2, 0, 0, 0, -3, 4, 1.5, 1, 1, 1.25]
    let classes: [UInt8] = [2, 0, 0, 1]
    let logits = Tensor(Shape(images: 4, channels: 3))
    logits.values = values
    let gradient = Tensor(logits.shape)
    let found = SoftmaxCrossEntropy.meanLoss(logits, classes: classes, gradient: gradient)
    let exact = values.map { Double($0) }
    #expect(abs(found - loss(exact, classes)) < 1e-14)
    let step = 1e-5
    for index in exact.indices {
      var (above, below) = (exact, exact)
      above[index] += step
      below[index] -= step
      let difference = (loss(above, classes) - loss(below, classes)) / (2 * step)
      #expect(abs(Double(gradient[index]) - difference) < 1e-7)
    }
  }

  @Test func largeLogitsDoNotOverflow() {
    let logits = Tensor(Shape(images: 2, channels: 2))
    logits.values = [1e30, -1e30, -3e38, 3e38]
    let gradient = Tensor(logits.shape)
    let loss = SoftmaxCrossEntropy.meanLoss(logits, classes: [1, 1], gradient: gradient)
    #expect(loss.isFinite && loss > 300)
    #expect(gradient.values == [0.5, -0.5, 0, 0])
  }
}
