import Foundation
import TensorCore
import Testing

struct BinaryCrossEntropyTests {
  static let logits: [Float] = {
    let wide = (-100...100).map { Float($0) }
    let fine = (-200...200).map { Float($0) / 16 }
    return wide + fine + [1e-6, -1e-6, 1e-30, -0.0]
  }()

  private func run(_ logits: [Float], target: Float, factor: Float = 1) throws -> (
    mean: LossAndProbability, gradient: [Float]
  ) {
    let gradient = Tensor(count: logits.count)
    let mean = BinaryCrossEntropyOperation(images: logits.count)(
      Tensor(logits), target: target, factor: factor, gradient: gradient, try ComputeContext(threads: 1))
    return (mean, gradient.values)
  }

  /// The definition in its stable form, `max(z, 0) - z t + log(1 + e^-|z|)`.
  private func loss(_ z: Double, _ target: Double) -> Double {
    max(z, 0) - z * target + log1p(exp(-abs(z)))
  }

  private func probability(_ z: Double) -> Double {
    z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))
  }

  /// The exponential is within 2 ulp, which is 4 roundings, and the logarithm of a sum that it dominates or not has no
  /// more relative error than that and its own 2 ulp; the sum with the other, exact part adds two: 10 in all. The
  /// exponential is clamped at e^-87, which is all that a logit beyond -87 is off by.
  @Test(arguments: [Float(0), 0.1, 0.9, 1])
  func lossIsWithinTheRoundingError(target: Float) throws {
    for z in Self.logits {
      let expected = loss(Double(z), Double(target))
      let magnitude = abs(max(Double(z), 0) - Double(z) * Double(target)) + log1p(exp(-abs(Double(z))))
      let tolerance = roundingError(10) * magnitude + exp(-87)
      let actual = try run([z], target: target).mean.loss
      #expect(abs(actual - expected) <= tolerance, "logit \(z)")
    }
  }

  /// 1 / (1 + u) and u / (1 + u): 4 roundings of u, then three.
  @Test func probabilityIsWithinTheRoundingError() throws {
    for z in Self.logits {
      let expected = probability(Double(z))
      let actual = try run([z], target: 1).mean.probability
      #expect(abs(actual - expected) <= roundingError(7) * expected + exp(-87), "logit \(z)")
    }
  }

  /// `(p - t) / n`: what p is off by, then a difference and a product, and the rounded 1 / n.
  @Test(arguments: [Float(0), 0.9, 1])
  func gradientIsWithinTheRoundingError(target: Float) throws {
    let gradient = try run(Self.logits, target: target).gradient
    let scale = 1 / Double(Self.logits.count)
    let expected = Self.logits.map { (probability(Double($0)) - Double(target)) * scale }
    let tolerances = Self.logits.map { z in
      let p = probability(Double(z))
      return (roundingError(7) * p + roundingError(3) * abs(p - Double(target)) + exp(-87)) * scale
    }
    #expect(mismatch(gradient, expected, tolerances: tolerances) == nil)
  }

  /// The derivative of the loss is `p - t`: a central difference of step h = 2^-17 is off by less than h^2 / 6, as no
  /// third derivative of the logistic function's integral exceeds 1/4, and by a few 2^-53 / h times a loss below 11.
  @Test(arguments: [0, 0.9, 1])
  func gradientOfTheReferenceEqualsDifferences(target: Double) {
    let step = 0x1p-17
    for z in stride(from: -10, through: 10, by: 0.37) {
      let difference = (loss(z + step, target) - loss(z - step, target)) / (2 * step)
      #expect(abs(difference - (probability(z) - target)) <= 1e-9, "logit \(z)")
    }
  }

  /// The generator's losses: `-log D` and, turned round, `log(1 - D)`, where D = 1 / (1 + e^-z). Their derivatives are
  /// `D - 1` and `-D`; differences are off by no more than above.
  @Test(arguments: [(target: Float(1), factor: Float(1)), (target: 0, factor: -1)])
  func gradientsOfTheGeneratorsLossesEqualDifferences(target: Float, factor: Float) throws {
    func expected(_ z: Double) -> Double { factor > 0 ? -log(probability(z)) : log(probability(-z)) }
    let step = 0x1p-17
    for z in stride(from: Float(-10), through: 10, by: 0.37) {
      let (mean, gradient) = try run([z], target: target, factor: factor)
      #expect(abs(mean.loss - expected(Double(z))) <= roundingError(12) * max(1, abs(expected(Double(z)))))
      let difference = (expected(Double(z) + step) - expected(Double(z) - step)) / (2 * step)
      #expect(abs(Double(gradient[0]) - difference) <= roundingError(10) + 1e-9, "logit \(z)")
    }
  }

  @Test(arguments: [1, 2, 15, 16, 17, 64])
  func batchesAreAveraged(count: Int) throws {
    let logits = (0..<count).map { Float($0) / 4 - 2 }
    let mean = try run(logits, target: 1).mean
    let each = try logits.map { try run([$0], target: 1).mean }
    // The same sums in double precision, in the same order.
    #expect(mean.loss == each.reduce(0) { $0 + $1.loss } / Double(count))
    #expect(mean.probability == each.reduce(0) { $0 + $1.probability } / Double(count))
  }

  @Test func aSmallerBatchThanPlannedIsAveragedAlone() throws {
    let operation = BinaryCrossEntropyOperation(images: 9)
    let context = try ComputeContext(threads: 1)
    let full = operation(Tensor([Float](repeating: 5, count: 9)), target: 0, gradient: Tensor(count: 9), context)
    let part = operation(Tensor([-5, -5]), target: 0, gradient: Tensor(count: 2), context)
    let alone = try run([-5, -5], target: 0).mean
    #expect(part == alone)
    #expect(part != full)
  }

  @Test func lossOfNotANumberIsNotANumber() throws {
    let mean = try run([0, .nan, 1], target: 1).mean
    #expect(mean.loss.isNaN)
  }
}
