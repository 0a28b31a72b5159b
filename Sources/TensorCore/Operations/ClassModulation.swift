import KernelInterface

/// A gain and a bias for each channel that go by an image's class, and the leaky rectifier behind them:
/// `y = leaky(x * gain + bias)`.
///
/// An image's rows share its class, so the kernels are those of batch normalisation, run over one image at a time.
/// Reductions run over chunks of an image's rows whose size depends on the number of channels alone; the chunks'
/// results are added in their order, in double precision.
public final class ClassModulationOperation {
  private let channels: Int
  private let paddedChannels: Int
  private let rowsPerChunk: Int
  private let chunksPerImage: Int
  /// The gain and the bias of each class and channel, padded to whole vectors.
  private let gains: Tensor
  private let biases: Tensor
  private let zeros: Tensor
  /// Two values a channel for every chunk.
  private let partials: TensorStorage
  /// The sums of a class, of one kind behind the other.
  private var sums: [Double]

  /// Plans for batches of at most `maximumImages` of `rowsPerImage` rows (height x width) of `channels` values.
  public init(classes: Int, channels: Int, rowsPerImage: Int, maximumImages: Int) {
    self.channels = channels
    paddedChannels = wholeVectors(channels)
    rowsPerChunk = ChannelRows.rowsPerChunk(channels: channels)
    chunksPerImage = (rowsPerImage + rowsPerChunk - 1) / rowsPerChunk
    gains = Tensor(count: classes * paddedChannels)
    biases = Tensor(count: classes * paddedChannels)
    zeros = Tensor(count: paddedChannels)
    for tensor in [gains, biases, zeros] { tensor.withMutableValues { $0.update(repeating: 0) } }
    partials = TensorStorage(count: maximumImages * chunksPerImage * 2 * paddedChannels)
    sums = [Double](repeating: 0, count: 2 * channels)
  }

  /// The floats that it takes.
  public static func memory(classes: Int, channels: Int, rowsPerImage: Int, maximumImages: Int) -> Double {
    let rows = ChannelRows.rowsPerChunk(channels: channels)
    let chunks = Double((rowsPerImage + rows - 1) / rows) * Double(maximumImages)
    return (2 * Double(classes) + 1 + 2 * chunks) * Double(wholeVectors(channels)) + 4 * Double(channels)
  }

  /// Takes over the gains and biases, each with a row of channels for each class.
  public func setClasses(gains: Tensor, biases: Tensor) {
    for (source, target) in [(gains, self.gains), (biases, self.biases)] {
      precondition(source.count / channels * paddedChannels == target.count)
      for row in 0..<source.count / channels {
        (target.pointer + row * paddedChannels).update(from: source.pointer + row * channels, count: channels)
      }
    }
  }

  /// Writes the modulated and activated values of `x` to `y`. `classes` has the class of each image, and may have more.
  public func modulate(_ x: Tensor, _ y: Tensor, classes: [Int32], slope: Float, _ context: ComputeContext) {
    precondition(x.shape == y.shape)
    forEachChunk(x, classes, slope: slope, context) { rows, map, _ in
      context.kernels.normalize(x.channelRows, y.channelRows, map, rows)
    }
  }

  /// Adds to the gradients of the gains, `sum of g x` over an image's rows, and of the biases, `sum of g`, where `g` is
  /// the gradient `dy` before the activation. They have a row of channels for each class.
  public func addGradients(
    _ x: Tensor, _ dy: Tensor, classes: [Int32], slope: Float, gains gainGradients: Tensor,
    biases biasGradients: Tensor, _ context: ComputeContext
  ) {
    let (partials, padded, zeros) = (partials, paddedChannels, zeros)
    forEachChunk(x, classes, slope: slope, context) { rows, map, chunk in
      let first = partials.pointer + chunk * 2 * padded
      context.kernels.normalizationSums(
        x.channelRows, dy.channelRows, map, rows,
        NormalizationSums(mean: zeros.pointer, gradientSums: first, projections: first + padded))
    }
    for number in 0..<gains.count / paddedChannels {
      addSums(of: Int32(number), classes.prefix(x.shape.images), gainGradients, biasGradients)
    }
  }

  /// Adds what the chunks of a class's images came to.
  private func addSums(
    of number: Int32, _ classes: ArraySlice<Int32>, _ gainGradients: Tensor, _ biasGradients: Tensor
  ) {
    for index in sums.indices { sums[index] = 0 }
    for (image, imageClass) in classes.enumerated() where imageClass == number {
      for chunk in image * chunksPerImage..<(image + 1) * chunksPerImage {
        let first = partials.pointer + chunk * 2 * paddedChannels
        for channel in 0..<channels {
          sums[channel] += Double(first[channel])
          sums[channels + channel] += Double(first[paddedChannels + channel])
        }
      }
    }
    let start = Int(number) * channels
    for channel in 0..<channels {
      biasGradients[start + channel] += Float(sums[channel])
      gainGradients[start + channel] += Float(sums[channels + channel])
    }
  }

  /// Replaces the gradient of the output by that of the input: `g * gain`.
  public func gradient(_ x: Tensor, _ dy: Tensor, classes: [Int32], slope: Float, _ context: ComputeContext) {
    precondition(x.shape == dy.shape)
    let zeros = zeros
    forEachChunk(x, classes, slope: slope, context) { rows, map, _ in
      context.kernels.normalizationGradient(
        x.channelRows, dy.channelRows, map, rows,
        NormalizationGradient(mean: zeros.pointer, gradientMean: zeros.pointer, projection: zeros.pointer))
    }
  }

  /// Calls `body` with some rows of an image, what its class makes of them, and the number of the chunk.
  private func forEachChunk(
    _ x: Tensor, _ classes: [Int32], slope: Float, _ context: ComputeContext,
    _ body: @Sendable (_ rows: RowRange, _ map: AffineActivation, _ chunk: Int) -> Void
  ) {
    let (perImage, rowsPerChunk, padded) = (chunksPerImage, rowsPerChunk, paddedChannels)
    let (gains, biases) = (gains, biases)
    let (images, rows) = (x.shape.images, x.shape.height * x.shape.width)
    precondition(x.shape.channels == channels && classes.count >= images)
    precondition((rows + rowsPerChunk - 1) / rowsPerChunk == perImage)
    precondition(images * perImage * 2 * padded <= partials.count)
    context.executor.forEach(images * perImage) { chunk in
      let (image, first) = (chunk / perImage, chunk % perImage * rowsPerChunk)
      let start = Int(classes[image]) * padded
      precondition(start >= 0 && start < gains.count, "each image has a class that there is")
      body(
        RowRange(first: image * rows + first, count: min(rowsPerChunk, rows - first)),
        AffineActivation(scale: gains.pointer + start, shift: biases.pointer + start, slope: slope), chunk)
    }
  }
}
