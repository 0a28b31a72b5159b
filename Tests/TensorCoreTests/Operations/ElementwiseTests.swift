import Foundation
import TensorCore
import Testing

struct ElementwiseTests {
  /// Counts around a vector of 16, and beyond the 16384 values that one worker takes.
  static let counts = [1, 2, 15, 16, 17, 31, 33, 16383, 16385, 40_001]

  @Test(arguments: [Float(0), 0.2, 1])
  func leakyKeepsPositiveValuesAndScalesOthers(slope: Float) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 110)
    for count in Self.counts {
      let values = generator.integers(count)
      let gradients = generator.floats(count)
      let x = Tensor(values)
      context.leaky(x, slope: slope)
      // One product of two float32 is their exact product rounded once.
      #expect(x.values == values.map { $0 > 0 ? $0 : $0 * slope }, "\(count) values")

      let gradient = Tensor(gradients)
      context.leakyGradient(gradient, output: x, slope: slope)
      let expected = zip(values, gradients).map { $0 > 0 ? $1 : $1 * slope }
      #expect(gradient.values == expected, "\(count) values")
    }
  }

  /// Values of every magnitude from 2^-30 to 2^7, on both sides of the change of formula at 0.625.
  private static let tangentArguments: [Float] = {
    var generator = SeededGenerator(seed: 111)
    let magnitudes = (-30...7).flatMap { exponent in
      generator.floats(50, from: 1, to: 2).map { $0 * Float(sign: .plus, exponent: exponent, significand: 1) }
    }
    let edges: [Float] = [0, 0.625, Float(0.625).nextDown, 8, 9.1, 44, 100, 1e30, .infinity, .leastNonzeroMagnitude]
    return (magnitudes + edges).flatMap { [$0, -$0] }
  }()

  @Test func tangentIsWithinThreeUlps() throws {
    let context = try ComputeContext(threads: 1)
    let x = Tensor(Self.tangentArguments)
    context.tanh(x)
    for (argument, actual) in zip(Self.tangentArguments, x.values) {
      let expected = Foundation.tanh(Double(argument))
      #expect(abs(Double(actual) - expected) <= 3 * Double(Float(expected).ulp), "tanh(\(argument))")
    }
  }

  @Test func tangentIsOddAndSaturatesAtOne() throws {
    let context = try ComputeContext(threads: 1)
    let x = Tensor(Self.tangentArguments)
    context.tanh(x)
    let values = x.values
    for index in stride(from: 0, to: values.count, by: 2) {
      #expect(values[index] == -values[index + 1], "tanh(\(Self.tangentArguments[index]))")
      #expect(values[index] <= 1, "tanh(\(Self.tangentArguments[index]))")
      if Self.tangentArguments[index] > 10 { #expect(values[index] == 1) }
    }
  }

  /// 1 - y^2 is a fused multiply-add, rounded once, and multiplied once.
  @Test func tangentGradientIsWithinTwoRoundings() throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 112)
    for count in Self.counts {
      let outputs = generator.floats(count)
      let gradients = generator.floats(count)
      let gradient = Tensor(gradients)
      context.tanhGradient(gradient, output: Tensor(outputs))
      let expected = zip(outputs.doubles, gradients.doubles).map { $1 * (1 - $0 * $0) }
      let tolerances = expected.map { roundingError(2) * abs($0) }
      #expect(mismatch(gradient.values, expected, tolerances: tolerances) == nil, "\(count) values")
    }
  }

  /// A run that diverges must show it: not-a-number is not lost on the way.
  @Test func notANumberPasses() throws {
    let context = try ComputeContext(threads: 1)
    for count in [1, 16] {
      let rectified = Tensor([Float](repeating: .nan, count: count))
      context.leaky(rectified, slope: 0.2)
      #expect(rectified.values.filter(\.isNaN).count == count)
      let squashed = Tensor([Float](repeating: .nan, count: count))
      context.tanh(squashed)
      #expect(squashed.values.filter(\.isNaN).count == count)
    }
  }

  @Test func fillSetsEveryValueOfAWindowAndNoOther() throws {
    let context = try ComputeContext(threads: 2)
    for count in Self.counts {
      let all = Tensor(count: count + 32)
      context.fill(all.window(start: 16, shape: Shape(channels: count)), with: 1.5)
      let edge = [Float](repeating: 0, count: 16)
      #expect(all.values == edge + [Float](repeating: 1.5, count: count) + edge, "\(count) values")
    }
  }

  @Test func clearSetsEveryValueToZeroAndNothingBehindIt() throws {
    let context = try ComputeContext(threads: 2)
    for count in Self.counts + [16384, 40_001] {
      let all = Tensor(Shape(channels: count + 8), [Float](repeating: 3, count: count + 8))
      context.clear(all.window(start: 0, shape: Shape(channels: count)))
      #expect(all.values == [Float](repeating: 0, count: count) + [Float](repeating: 3, count: 8), "\(count) values")
    }
  }

  @Test func permutationsGatherAndScatter() throws {
    let context = try ComputeContext(threads: 2)
    let shape = Shape(images: 3, height: 2, width: 2, channels: 3)
    let x = (0..<shape.count).map(Float.init)
    let places = [5, 0, 11, 3, 8, 1, 10, 2, 7, 4, 9, 6]
    let gathered = Tensor(Shape(images: 3, channels: 12))
    context.gatherValues(Tensor(shape, x), into: gathered, from: places)
    #expect(gathered.values == (0..<3).flatMap { image in places.map { x[image * 12 + $0] } })
    let restored = Tensor(shape)
    context.scatterValues(gathered, into: restored, to: places)
    #expect(restored.values == x)
  }
}
