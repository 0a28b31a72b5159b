import KernelInterface

/// Batch normalisation of rows of channels, and the leaky rectifier behind it, with the scratch that its reductions
/// need.
///
/// Reductions run over chunks of rows that depend on the shape alone; the chunks' results are merged in their order, in
/// double precision. What is done to each image by itself can be left to other operations: see
/// ``NormalizationOperation/momentsWork(_:_:)`` and what follows it.
public final class NormalizationOperation: @unchecked Sendable {
  let channels: Int
  private let paddedChannels: Int
  /// Two values a channel for every chunk.
  private let partials: TensorStorage
  /// The merged results, one value a channel each.
  var sums: [Double]
  var secondSums: [Double]

  // One value a channel each, padded to whole vectors.
  let mean: Tensor
  private let scale: Tensor
  private let shift: Tensor
  let gradientMean: Tensor
  let projection: Tensor

  /// What other operations' work is done on.
  var momentsOperands: Operands?
  var outputOperands: Operands?
  var gradientOperands: Operands?
  private(set) lazy var momentsOfImages = ImageWork { [unowned self] in reduceMoments(of: $0) }
  private(set) lazy var outputOfImages = ImageWork { [unowned self] in normalizeImages($0) }
  private(set) lazy var gradientSumsOfImages = ImageWork { [unowned self] in reduceGradient(of: $0) }

  /// Plans for tensors of at most as many images as `maximum` has, and of its other extents.
  public init(maximum: Shape) {
    channels = maximum.channels
    paddedChannels = wholeVectors(channels)
    partials = TensorStorage(count: RowChunks(maximum).count * 2 * paddedChannels)
    sums = [Double](repeating: 0, count: channels)
    secondSums = sums
    mean = Tensor(count: paddedChannels)
    scale = Tensor(count: paddedChannels)
    shift = Tensor(count: paddedChannels)
    gradientMean = Tensor(count: paddedChannels)
    projection = Tensor(count: paddedChannels)
  }

  /// Mean and biased variance of every channel of `x`, handed to `body` as (channel, mean, variance), on one thread.
  /// `areReduced` tells whether ``momentsWork(_:_:)`` was done for every image of `x`.
  public func moments(
    of x: Tensor, areReduced: Bool = false, _ context: ComputeContext,
    _ body: (_ channel: Int, _ mean: Double, _ variance: Double) -> Void
  ) {
    let chunks = RowChunks(x.shape)
    if !areReduced {
      context.executor.forEach(chunks.count) { [kernels = context.kernels] in reduceMoments($0, chunks, of: x, kernels)
      }
    }
    mergePartials(chunks) { count, means, _, sums, _ in
      for channel in sums.indices { sums[channel] += Double(means[channel]) * count }
    }
    let rows = Double(x.shape.pixels)
    for channel in 0..<channels { sums[channel] /= rows }
    mergePartials(chunks, clearsSums: false) { count, means, squares, sums, secondSums in
      for channel in sums.indices {
        let difference = Double(means[channel]) - sums[channel]
        secondSums[channel] += Double(squares[channel]) + count * difference * difference
      }
    }
    for channel in 0..<channels { body(channel, sums[channel], secondSums[channel] / rows) }
  }

  /// Reduces a chunk for ``moments(of:areReduced:_:_:)``.
  func reduceMoments(_ chunk: Int, _ chunks: RowChunks, of x: Tensor, _ kernels: KernelTable) {
    let (first, second) = partials(chunk)
    kernels.channelMoments(x.channelRows, RowRange(chunks[chunk]), first, second)
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
    context.forEachRange(x.shape.pixels, chunk: ChannelRows.rowsPerChunk(channels: channels)) { range in
      context.kernels.normalize(x.channelRows, y.channelRows, map, RowRange(range))
    }
  }

  func affineMap(slope: Float) -> AffineActivation {
    AffineActivation(scale: scale.pointer, shift: shift.pointer, slope: slope)
  }

  /// The two partial results of a chunk.
  func partials(_ chunk: Int) -> (first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>) {
    precondition((chunk + 1) * 2 * paddedChannels <= partials.count, "a batch does not exceed what was planned")
    let first = partials.pointer + chunk * 2 * paddedChannels
    return (first, first + paddedChannels)
  }

  /// Calls `body` for every chunk, in order, with its number of rows, its two partial results, and what they are merged
  /// into.
  func mergePartials(
    _ chunks: RowChunks, clearsSums: Bool = true,
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
        for chunk in 0..<chunks.count {
          let (first, second) = partials(chunk)
          body(Double(chunks[chunk].count), first, second, sums, secondSums)
        }
      }
    }
  }
}
