import TensorCore
import Testing

struct ChannelSumTests {
  /// Whole numbers are summed exactly, and added to what was there.
  @Test func sumsOfWholeNumbersAreExact() throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 100)
    for shape in NormalizationCase.shapes {
      let x = generator.integers(shape.count)
      let start = generator.integers(shape.channels)
      let sums = Tensor(start)
      ChannelSumOperation(maximumRows: shape.pixels + 1, channels: shape.channels)
        .add(Tensor(shape, x), to: sums, context)
      let columns = ReferenceNormalization.columns(x.doubles, channels: shape.channels)
      let expected = zip(start.doubles, columns).map { $0 + $1.reduce(0, +) }
      #expect(mismatch(sums.values, expected) == nil, "\(shape)")
    }
  }

  /// n values, and the one they are added to, are rounded n + 2 times at most: once more where the chunks' sum becomes
  /// a float32.
  @Test func sumsAreWithinTheRoundingError() throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 101)
    for shape in NormalizationCase.shapes {
      let x = generator.floats(shape.count)
      let start = generator.floats(shape.channels)
      let sums = Tensor(start)
      ChannelSumOperation(maximumRows: shape.pixels, channels: shape.channels).add(Tensor(shape, x), to: sums, context)
      let columns = ReferenceNormalization.columns(x.doubles, channels: shape.channels)
      let expected = zip(start.doubles, columns).map { $0 + $1.reduce(0, +) }
      let tolerances = zip(start.doubles, columns).map { start, column in
        roundingError(shape.pixels + 2) * (abs(start) + column.magnitudes.reduce(0, +))
      }
      #expect(mismatch(sums.values, expected, tolerances: tolerances) == nil, "\(shape)")
    }
  }
}
