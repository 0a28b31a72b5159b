import TensorCore
import Testing

/// Batch normalisation's passes against the definition.
struct NormalizationTests {
  /// The moments that an operation gives.
  private func moments(_ x: [Float], _ shape: Shape, _ context: ComputeContext) -> (mean: [Double], variance: [Double])
  {
    let operation = NormalizationOperation(maximum: shape)
    var mean = [Double](repeating: .nan, count: shape.channels)
    var variance = mean
    operation.moments(of: Tensor(shape, x), context) { channel, itsMean, itsVariance in
      mean[channel] = itsMean
      variance[channel] = itsVariance
    }
    return (mean, variance)
  }

  /// Over a number of rows that is a power of two, whole numbers have a mean and differences from it that float32 holds
  /// exactly.
  @Test(arguments: [2, 4, 8, 16, 32, 64], [1, 3, 16, 17, 1024])
  func momentsOfWholeNumbersAreExact(rows: Int, channels: Int) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: rows)
    let shape = Shape(images: rows, channels: channels)
    let x = generator.integers(shape.count, in: -2...2)
    let actual = moments(x, shape, context)
    let expected = ReferenceNormalization.columns(x.doubles, channels: channels).map(ReferenceNormalization.moments)
    #expect(actual.mean == expected.map(\.mean))
    #expect(actual.variance == expected.map(\.variance))
  }

  /// The mean of n values is rounded n times in the sum and twice where it is divided: its error d is at most that
  /// relative error of the mean magnitude. Squared differences from a mean that is off by d add d^2, their sum is
  /// rounded n + 2 times, and the means of two chunks, each off by d, differ from the common one by at most 2 d more:
  /// with a deviation s, the chunks' spread is off by at most 4 s d + 4 d^2.
  @Test(arguments: [Float(0), 1000])
  func momentsAreWithinTheRoundingError(offset: Float) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 81)
    for shape in NormalizationCase.shapes {
      let x = generator.floats(shape.count, from: offset - 1, to: offset + 1)
      let actual = moments(x, shape, context)
      let rows = shape.pixels
      for (channel, values) in ReferenceNormalization.columns(x.doubles, channels: shape.channels).enumerated() {
        let (mean, variance) = ReferenceNormalization.moments(values)
        let meanError = roundingError(rows + 2) * values.magnitudes.reduce(0, +) / Double(rows)
        #expect(abs(actual.mean[channel] - mean) <= meanError, "channel \(channel) of \(shape)")
        let varianceError =
          roundingError(rows + 2) * variance + 4 * variance.squareRoot() * meanError + 6 * meanError * meanError
        #expect(abs(actual.variance[channel] - variance) <= varianceError, "channel \(channel) of \(shape)")
      }
    }
  }

  /// Whole means and deviations, gains and slopes that are powers of two: nothing is rounded.
  private func exactCase(_ shape: Shape, slope: Double, _ generator: inout SeededGenerator) -> NormalizationCase {
    let channels = (0..<shape.channels).map { _ in
      ReferenceNormalization.Channel(
        mean: Double(generator.integer(in: -2...2)), inverseDeviation: generator.element(of: [0.5, 1, 2]),
        gamma: generator.element(of: [-2, -1, 1, 2]), beta: Double(generator.integer(in: -2...2)))
    }
    return NormalizationCase(shape: shape, reference: ReferenceNormalization(channels: channels, slope: slope))
  }

  @Test(arguments: [0, 0.25, 1])
  func normalizedWholeNumbersAreExact(slope: Double) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 82)
    for shape in NormalizationCase.shapes {
      let it = exactCase(shape, slope: slope, &generator)
      let x = generator.integers(shape.count)
      #expect(mismatch(it.output(x, context), it.reference.output(x.doubles)) == nil, "\(it)")
    }
  }

  @Test func normalizingInPlaceGivesTheSame() throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 83)
    for shape in NormalizationCase.shapes {
      let it = exactCase(shape, slope: 0.25, &generator)
      let x = Tensor(shape, generator.integers(shape.count))
      let expected = it.reference.output(x.values.doubles)
      it.operation.normalize(x, x, slope: 0.25, context)
      #expect(mismatch(x.values, expected) == nil, "\(it)")
    }
  }

  @Test(arguments: [0, 0.25, 1])
  func gradientsOfWholeNumbersAreExact(slope: Double) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 84)
    for rows in [2, 4, 16, 64] {
      for channels in [1, 3, 16, 17, 1024] {
        let shape = Shape(images: rows, channels: channels)
        let it = exactCase(shape, slope: slope, &generator)
        let x = generator.integers(shape.count)
        let dy = generator.integers(shape.count)
        let actual = it.gradient(x, dy, context)
        let expected = it.reference.gradient(x.doubles, dy.doubles)
        #expect(mismatch(actual.input, expected.input) == nil, "\(it)")
        #expect(actual.gamma == expected.gamma, "\(it)")
        #expect(actual.beta == expected.beta, "\(it)")
      }
    }
  }

  /// A case with the batch's own moments, as in training.
  private func batchCase(_ x: [Float], _ shape: Shape, slope: Double, _ generator: inout SeededGenerator)
    -> NormalizationCase
  {
    let gains = generator.floats(shape.channels, from: 0.5, to: 1.5)
    let shifts = generator.floats(shape.channels)
    let columns = ReferenceNormalization.columns(x.doubles, channels: shape.channels)
    let channels = columns.enumerated().map { channel, values in
      let (mean, variance) = ReferenceNormalization.moments(values)
      return ReferenceNormalization.Channel(
        mean: mean, inverseDeviation: 1 / (variance + 1e-5).squareRoot(), gamma: Double(gains[channel]),
        beta: Double(shifts[channel]))
    }
    return NormalizationCase(
      shape: shape, reference: ReferenceNormalization(channels: channels, slope: Double(Float(slope))))
  }

  /// The bound of the value before the activation, `x * scale + shift` with both coefficients rounded: one rounding of
  /// each, one of the fused multiply-add.
  private func preactivationErrors(_ it: NormalizationCase, _ x: [Float]) -> [Double] {
    x.enumerated().map { index, value in
      let channel = it.reference.channels[index % it.shape.channels]
      let scale = channel.gamma * channel.inverseDeviation
      return roundingError(2) * (abs(Double(value) * scale) + abs(channel.beta - channel.mean * scale))
    }
  }

  /// The activation multiplies by the slope with one rounding more, and its slope is at most 1.
  @Test(arguments: [0, 0.2, 1])
  func normalizedValuesAreWithinTheRoundingError(slope: Double) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 85)
    for shape in NormalizationCase.shapes {
      let x = generator.floats(shape.count, from: -1, to: 3)
      let it = batchCase(x, shape, slope: slope, &generator)
      let expected = it.reference.output(x.doubles)
      let tolerances = zip(preactivationErrors(it, x), expected).map { $0 + unitRoundoff * (abs($1) + $0) }
      #expect(mismatch(it.output(x, context), expected, tolerances: tolerances) == nil, "\(it)")
    }
  }

  /// With g the gradient before the activation (one rounding), n rows and c = x - mean (two roundings, relative to
  /// |x - mean| + |mean|, as the mean is rounded first):
  /// the sum of g is rounded n + 1 times and that of g c, n + 3 times, relative to the sums of magnitudes;
  /// dx = scale * ((g - mean of g) - c * projection) rounds each coefficient once more, c twice, and the result four
  /// times: n + 10 in all, relative to the same expression of magnitudes.
  @Test(arguments: [0, 0.2, 1])
  func gradientsAreWithinTheRoundingError(slope: Double) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 86)
    for shape in NormalizationCase.shapes {
      let x = generator.floats(shape.count, from: -1, to: 3)
      let dy = generator.floats(shape.count)
      let it = batchCase(x, shape, slope: slope, &generator)
      // Where rounding could change a sign, the gradients would differ by more.
      let isDecided = zip(it.reference.preactivation(x.doubles), preactivationErrors(it, x)).allSatisfy {
        abs($0) > $1
      }
      #expect(isDecided || slope == 1, "draw other values for \(it)")

      let g = it.reference.preactivationGradient(x.doubles, dy.doubles).magnitudes
      let rows = shape.pixels
      let error = roundingError(rows + 10)
      var sums = [Double](repeating: 0, count: shape.channels)
      var projections = sums
      let distances = x.indices.map { index in
        let mean = it.reference.channels[index % shape.channels].mean
        return abs(Double(x[index]) - mean) + abs(mean)
      }
      for index in x.indices {
        sums[index % shape.channels] += g[index]
        projections[index % shape.channels] += g[index] * distances[index]
      }
      let tolerances = x.indices.map { index in
        let channel = index % shape.channels
        let it = it.reference.channels[channel]
        let projection = projections[channel] * it.inverseDeviation * it.inverseDeviation
        return error * abs(it.gamma) * it.inverseDeviation
          * (g[index] + (sums[channel] + distances[index] * projection) / Double(rows))
      }

      let actual = it.gradient(x, dy, context)
      let expected = it.reference.gradient(x.doubles, dy.doubles)
      #expect(mismatch(actual.input, expected.input, tolerances: tolerances) == nil, "\(it)")
      for (channel, coefficients) in it.reference.channels.enumerated() {
        let gammaError = error * projections[channel] * coefficients.inverseDeviation
        #expect(abs(actual.gamma[channel] - expected.gamma[channel]) <= gammaError, "channel \(channel) of \(it)")
        #expect(
          abs(actual.beta[channel] - expected.beta[channel]) <= error * sums[channel], "channel \(channel) of \(it)")
      }
    }
  }
}
