import KernelInterface

extension NormalizationOperation {
  /// Replaces the gradient of the output by that of the input `x`, as it was normalised last by batch statistics.
  ///
  /// With n rows, `g` the gradient before the activation and `h = (x - mean) * inverseDeviation`:
  /// `d beta = sum g`, `d gamma = sum g h`, `dx = gamma * inverseDeviation * (g - (sum g + h * sum g h) / n)`.
  ///
  /// `inverseDeviation` is what was given to ``setChannel(_:mean:inverseDeviation:gamma:beta:)``; `body` receives
  /// (channel, d gamma, d beta), on one thread. `sumsAreReduced` tells whether ``gradientSumsWork(_:_:slope:_:)`` was
  /// done for every image.
  public func gradient(
    _ x: Tensor, _ dy: Tensor, slope: Float, inverseDeviation: [Double], sumsAreReduced: Bool = false,
    _ context: ComputeContext,
    _ body: (_ channel: Int, _ gammaGradient: Double, _ betaGradient: Double) -> Void
  ) {
    precondition(x.shape == dy.shape && x.shape.channels == channels)
    let rows = Double(x.shape.pixels)
    let chunks = RowChunks(x.shape)
    if !sumsAreReduced {
      let operands = Operands(x: x, y: dy, map: affineMap(slope: slope), kernels: context.kernels)
      context.executor.forEach(chunks.count) { reduceGradient($0, chunks, operands) }
    }
    mergePartials(chunks) { _, gradientSums, projections, sums, secondSums in
      for channel in sums.indices {
        sums[channel] += Double(gradientSums[channel])
        secondSums[channel] += Double(projections[channel])
      }
    }
    for channel in 0..<channels {
      let inverse = inverseDeviation[channel]
      gradientMean[channel] = Float(sums[channel] / rows)
      projection[channel] = Float(secondSums[channel] * inverse * inverse / rows)
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

  /// Reduces a chunk for the gradient.
  func reduceGradient(_ chunk: Int, _ chunks: RowChunks, _ operands: Operands) {
    let (first, second) = partials(chunk)
    operands.kernels.normalizationSums(
      operands.x.channelRows, operands.y.channelRows, operands.map, RowRange(chunks[chunk]),
      NormalizationSums(mean: mean.pointer, gradientSums: first, projections: second))
  }

  /// Replaces `dy` by the gradient of the input, given the means and projections of every channel.
  private func writeGradient(_ x: Tensor, _ dy: Tensor, slope: Float, _ context: ComputeContext) {
    let map = affineMap(slope: slope)
    let coefficients = NormalizationGradient(
      mean: mean.pointer, gradientMean: gradientMean.pointer, projection: projection.pointer)
    context.forEachRange(x.shape.pixels, chunk: ChannelRows.rowsPerChunk(channels: channels)) { range in
      context.kernels.normalizationGradient(
        x.channelRows, dy.channelRows, map, RowRange(range), coefficients)
    }
  }
}
