import Platform
import TensorCore
import Testing

/// What operations do with single images on their way.
struct ImageWorkTests {
  /// Every way through the gather engine, with images that are few and many, small and larger than a chunk.
  private static let shapes: [(shape: ConvolutionCase?, method: ConvolutionMethod)] = [
    (.convolution(height: 9, width: 7, kernelSize: 3, stride: 1, padding: 1, channels: (16, 20), images: 5), .direct),
    (.convolution(height: 9, width: 7, kernelSize: 3, stride: 1, padding: 1, channels: (64, 1), images: 3), .direct),
    (.convolution(height: 9, width: 7, kernelSize: 3, stride: 1, padding: 1, channels: (64, 3), images: 61), .direct),
    (
      .convolution(height: 14, width: 14, kernelSize: 4, stride: 2, padding: 1, channels: (32, 80), images: 37),
      .winograd
    ),
    (
      .convolution(height: 16, width: 8, kernelSize: 4, stride: 2, padding: 1, channels: (16, 16), images: 41),
      .winograd
    ),
    (
      .convolution(height: 64, width: 96, kernelSize: 4, stride: 2, padding: 1, channels: (64, 16), images: 2),
      .winograd
    ),
    (
      .convolution(height: 7, width: 7, kernelSize: 3, stride: 2, padding: 1, channels: (32, 80), images: 33), .winograd
    ),
    (
      .transposed(
        height: 7, width: 7, kernelSize: 4, stride: 2, padding: 1, outputPadding: 0, channels: (80, 16), images: 29),
      .winograd
    ),
    (
      .transposed(
        height: 4, width: 4, kernelSize: 3, stride: 2, padding: 1, outputPadding: 0, channels: (16, 80), images: 30),
      .winograd
    ),
    (
      .transposed(
        height: 9, width: 7, kernelSize: 4, stride: 2, padding: 1, outputPadding: 0, channels: (32, 3), images: 31),
      .winograd
    ),
  ]

  @Test(arguments: shapes.indices, [1, 2, 3, 7])
  func everyImageIsMadeBeforeItIsReadAndHandedOnOnceItIsWritten(index: Int, threads: Int) throws {
    let (shape, method) = (try #require(Self.shapes[index].shape), Self.shapes[index].method)
    let context = try ComputeContext(threads: threads, order: .scattered(seed: 5))
    var generator = SeededGenerator(seed: 17)
    let x = Tensor(shape.input, generator.floats(shape.input.count))
    let make = shape.inputIsDense ? GatherOperation.fromDense : GatherOperation.fromStrided
    let operation = make(shape.geometry, shape.inputChannels, shape.outputChannels, .rowsToColumns, method, nil)
    operation.pack(Tensor(generator.floats(shape.weightCount)), context)
    let expected = Tensor(shape.output)
    operation(x, expected, context)

    let input = Tensor(shape.input, [Float](repeating: .nan, count: shape.input.count))
    let (output, handedOn) = (Tensor(shape.output), Tensor(shape.output))
    let (made, given) = (Calls(), Calls())
    operation(
      input, output, before: made.copying(x, to: input), after: given.copying(output, to: handedOn), context)
    #expect(made.images.withLock { $0.sorted() } == Array(0..<shape.images))
    #expect(given.images.withLock { $0.sorted() } == Array(0..<shape.images))
    let same = output.values == expected.values && handedOn.values == expected.values
    #expect(same)
  }

  /// Shapes whose images are cut into one chunk and into several of uneven lengths, and are too small for one.
  @Test(arguments: [
    Shape(images: 5, height: 4, width: 4, channels: 48), Shape(images: 3, height: 19, width: 17, channels: 64),
    Shape(images: 3, height: 61, width: 59, channels: 20), Shape(images: 9, height: 2, width: 2, channels: 16),
  ])
  func partsOfANormalizationByImagesGiveTheSameBits(shape: Shape) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 18)
    let x = Tensor(shape, generator.floats(shape.count))
    let dy = generator.floats(shape.count)
    func results(byImages: Bool) -> [[Float]] {
      let operation = NormalizationOperation(maximum: shape)
      func run(_ work: ImageWork?) -> Bool {
        for image in (0..<shape.images).reversed() { work?.run(image..<image + 1) }
        return work != nil
      }
      let reduced = byImages && run(operation.momentsWork(x, context))
      #expect(reduced == (byImages && shape.height > 2))
      var moments: [Float] = []
      operation.moments(of: x, areReduced: reduced, context) { channel, mean, variance in
        moments += [Float(mean), Float(variance)]
        operation.setChannel(channel, mean: mean, inverseDeviation: 2, gamma: 1.5, beta: 0.1)
      }
      let y = Tensor(shape)
      if byImages {
        _ = run(operation.outputWork(x, y, slope: 0.2, context))
      } else {
        operation.normalize(x, y, slope: 0.2, context)
      }
      let gradient = Tensor(shape, dy)
      let summed = byImages && run(operation.gradientSumsWork(x, gradient, slope: 0.2, context))
      var coefficients: [Float] = []
      operation.gradient(
        x, gradient, slope: 0.2, inverseDeviation: [Double](repeating: 2, count: shape.channels),
        sumsAreReduced: summed, context
      ) { _, gamma, beta in coefficients += [Float(gamma), Float(beta)] }
      return [moments, y.values, gradient.values, coefficients]
    }
    let same = results(byImages: true) == results(byImages: false)
    #expect(same)
  }
}

/// The images that work was done for.
private final class Calls: Sendable {
  let images = Locked<[Int]>([])

  /// Work that copies images.
  func copying(_ source: Tensor, to target: Tensor) -> ImageWork {
    ImageWork { images in
      self.images.withLock { $0 += images }
      for image in images {
        let start = image * source.shape.imageCount
        for place in start..<start + source.shape.imageCount { target[place] = source[place] }
      }
    }
  }
}
