import KernelInterface

/// Batch normalisation of rows of channels, and the leaky rectifier behind it, with the scratch that its reductions
/// need.
///
/// Reductions run over chunks of rows whose size depends on the number of channels alone; the chunks' results are
/// merged in their order, in double precision.
public final class NormalizationOperation {
  private let channels: Int
  private let paddedChannels: Int
  private let rowsPerChunk: Int
  /// Two values a channel for every chunk.
  private let partials: TensorStorage
  /// The merged results, one value a channel each.
  private var sums: [Double]
  private var secondSums: [Double]

  // One value a channel each, padded to whole vectors.
  private let mean: Tensor
  private let scale: Tensor
  private let shift: Tensor
  private let gradientMean: Tensor
  private let projection: Tensor

  /// Plans for tensors of at most `maximumRows` rows (images x height x width) of `channels` values.
  public init(maximumRows: Int, channels: Int) {
    self.channels = channels
    paddedChannels = (channels + simdLanes - 1) / simdLanes * simdLanes
    rowsPerChunk = ChannelRows.rowsPerChunk(channels: channels)
    let chunks = (maximumRows + rowsPerChunk - 1) / rowsPerChunk
    partials = TensorStorage(count: chunks * 2 * paddedChannels)
    sums = [Double](repeating: 0, count: channels)
    secondSums = sums
    mean = Tensor(count: paddedChannels)
    scale = Tensor(count: paddedChannels)
    shift = Tensor(count: paddedChannels)
    gradientMean = Tensor(count: paddedChannels)
    projection = Tensor(count: paddedChannels)
  }

  /// Mean and biased variance of every channel of `x`, handed to `body` as (channel, mean, variance), on one thread.
  public func moments(
    of x: Tensor, _ context: ComputeContext, _ body: (_ channel: Int, _ mean: Double, _ variance: Double) -> Void
  ) {
    let rows = x.shape.pixels
    reduce(rows, context) { kernels, range, first, second in
      kernels.channelMoments(x.channelRows, RowRange(range), first, second)
    }
    mergePartials(rows) { count, means, _, sums, _ in
      for channel in sums.indices { sums[channel] += Double(means[channel]) * count }
    }
    for channel in 0..<channels { sums[channel] /= Double(rows) }
    mergePartials(rows, clearsSums: false) { count, means, squares, sums, secondSums in
      for channel in sums.indices {
        let difference = Double(means[channel]) - sums[channel]
        secondSums[channel] += Double(squares[channel]) + count * difference * difference
      }
    }
    for channel in 0..<channels { body(channel, sums[channel], secondSums[channel] / Double(rows)) }
  }

  /// Sets what a channel is normalised by: `y = leaky((x - mean) * inverseDeviation * gamma + beta)`.
  public func setChannel(_ channel: Int, mean: Double, inverseDeviation: Double, gamma: Float, beta: Float) {
    let scale = Double(gamma) * inverseDeviation
    self.mean[channel] = Float(mean)
    self.scale[channel] = Float(scale)
    shift[channel] = Float(Double(beta) - mean * scale)
  }

  /// Writes the normalised and activated values of `x` to `y`, which may be `x`.
  public func normalize(_ x: Tensor, _ y: Tensor, slope: Float, _ context: ComputeContext) {
    precondition(x.shape == y.shape && x.shape.channels == channels)
    let map = affineMap(slope: slope)
    context.forEachRange(x.shape.pixels, chunk: rowsPerChunk) { range in
      context.kernels.normalize(x.channelRows, y.channelRows, map, RowRange(range))
    }
  }

  /// Replaces the gradient of the output by that of the input `x`, as it was normalised last by batch statistics.
  ///
  /// With n rows, `g` the gradient before the activation and `h = (x - mean) * inverseDeviation`:
  /// `d beta = sum g`, `d gamma = sum g h`, `dx = gamma * inverseDeviation * (g - (sum g + h * sum g h) / n)`.
  ///
  /// `inverseDeviation` is what was given to ``setChannel(_:mean:inverseDeviation:gamma:beta:)``; `body` receives
  /// (channel, d gamma, d beta), on one thread.
  public func gradient(
    _ x: Tensor, _ dy: Tensor, slope: Float, inverseDeviation: [Double], _ context: ComputeContext,
    _ body: (_ channel: Int, _ gammaGradient: Double, _ betaGradient: Double) -> Void
  ) {
    precondition(x.shape == dy.shape && x.shape.channels == channels)
    let rows = x.shape.pixels
    let map = affineMap(slope: slope)
    let mean = mean
    reduce(rows, context) { kernels, range, first, second in
      kernels.normalizationSums(
        x.channelRows, dy.channelRows, map, RowRange(range),
        NormalizationSums(mean: mean.pointer, gradientSums: first, projections: second))
    }
    mergePartials(rows) { _, gradientSums, projections, sums, secondSums in
      for channel in sums.indices {
        sums[channel] += Double(gradientSums[channel])
        secondSums[channel] += Double(projections[channel])
      }
    }
    for channel in 0..<channels {
      let inverse = inverseDeviation[channel]
      gradientMean[channel] = Float(sums[channel] / Double(rows))
      projection[channel] = Float(secondSums[channel] * inverse * inverse / Double(rows))
      body(channel, secondSums[channel] * inverse, sums[channel])
    }
    writeGradient(x, dy, slope: slope, context)
  }

  /// Replaces the gradient of the output by that of the input `x`, where each channel was normalised by constants, such
  /// as running statistics: a factor for each channel is all that is left, `dx = gamma * inverseDeviation * g`.
  public func gradientByConstants(_ x: Tensor, _ dy: Tensor, slope: Float, _ context: ComputeContext) {
    precondition(x.shape == dy.shape && x.shape.channels == channels)
    for channel in 0..<channels {
      gradientMean[channel] = 0
      projection[channel] = 0
    }
    writeGradient(x, dy, slope: slope, context)
  }

  /// Replaces `dy` by the gradient of the input, given the means and projections of every channel.
  private func writeGradient(_ x: Tensor, _ dy: Tensor, slope: Float, _ context: ComputeContext) {
    let map = affineMap(slope: slope)
    let coefficients = NormalizationGradient(
      mean: mean.pointer, gradientMean: gradientMean.pointer, projection: projection.pointer)
    context.forEachRange(x.shape.pixels, chunk: rowsPerChunk) { range in
      context.kernels.normalizationGradient(
        x.channelRows, dy.channelRows, map, RowRange(range), coefficients)
    }
  }

  private func affineMap(slope: Float) -> AffineActivation {
    AffineActivation(scale: scale.pointer, shift: shift.pointer, slope: slope)
  }

  /// Fills the two partial results of every chunk of rows.
  private func reduce(
    _ rows: Int, _ context: ComputeContext,
    _ body: @Sendable (KernelTable, Range<Int>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) {
    let partials = partials
    let padded = paddedChannels
    let rowsPerChunk = rowsPerChunk
    precondition((rows + rowsPerChunk - 1) / rowsPerChunk * 2 * padded <= partials.count)
    context.forEachRange(rows, chunk: rowsPerChunk) { range in
      let chunk = range.lowerBound / rowsPerChunk
      let first = partials.pointer + chunk * 2 * padded
      body(context.kernels, range, first, first + padded)
    }
  }

  /// Calls `body` for every chunk, in order, with its number of rows, its two partial results, and what they are merged
  /// into.
  private func mergePartials(
    _ rows: Int, clearsSums: Bool = true,
    _ body: (
      _ rows: Double, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutableBufferPointer<Double>,
      UnsafeMutableBufferPointer<Double>
    ) -> Void
  ) {
    sums.withUnsafeMutableBufferPointer { sums in
      secondSums.withUnsafeMutableBufferPointer { secondSums in
        if clearsSums {
          sums.update(repeating: 0)
          secondSums.update(repeating: 0)
        }
        var chunk = UnsafePointer(partials.pointer)
        var row = 0
        while row < rows {
          body(Double(min(rowsPerChunk, rows - row)), chunk, chunk + paddedChannels, sums, secondSums)
          chunk += 2 * paddedChannels
          row += rowsPerChunk
        }
      }
    }
  }
}
