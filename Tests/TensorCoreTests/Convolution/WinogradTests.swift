import TensorCore
import Testing

/// Winograd's filtering against the definition.
struct WinogradTests {
  /// Layers of kernel 4, stride 2 and padding 1, to and from every kind of strided grid: whole tiles, tiles with
  /// outputs to spare, segments of four and of three and both; one image, and more tiles than a chunk.
  static let cases = cases(
    kernelSize: 4, stride: 2, manyImages: 40,
    extents: [(4, 4), (3, 8), (7, 7), (8, 4), (10, 14), (6, 7), (3, 3), (5, 9), (13, 6), (14, 15)])

  /// Layers of kernel 3, stride 1 and padding 1, likewise: segments of three outputs, of two and both.
  static let unstridedCases = cases(
    kernelSize: 3, stride: 1, manyImages: 20, extents: [(3, 3), (2, 4), (7, 7), (28, 28), (5, 8), (9, 14), (6, 11)])

  /// Convolutions to strided grids of some extents and transposed ones from them, of many channels and few.
  private static func cases(
    kernelSize: Int, stride: Int, manyImages: Int, extents: [(height: Int, width: Int)]
  ) -> [ConvolutionCase] {
    let channels = [(16, 16), (32, 80), (144, 16), (48, 160)]
    return extents.enumerated().flatMap { index, extent in
      channels.enumerated().flatMap { place, channels in
        let images = channels == (16, 16) ? manyImages : (index + place) % 3 + 1
        return [
          ConvolutionCase.convolution(
            height: stride * extent.height, width: stride * extent.width, kernelSize: kernelSize, stride: stride,
            padding: 1, channels: channels, images: images),
          ConvolutionCase.transposed(
            height: extent.height, width: extent.width, kernelSize: kernelSize, stride: stride, padding: 1,
            outputPadding: 0, channels: channels, images: images),
        ].compactMap(\.self)
      }
    }
  }

  /// Layers of kernel 3, stride 2 and padding 1 between 7 x 7 and 4 x 4 pixels, which are one product of polynomials:
  /// blocks that are whole and in part, one image, and more than a chunk.
  static let polynomialCases: [ConvolutionCase] = [
    (16, 16, 70), (32, 80, 1), (144, 16, 3), (48, 160, 2), (64, 128, 30),
  ].flatMap { inputs, outputs, images in
    [
      ConvolutionCase.convolution(
        height: 7, width: 7, kernelSize: 3, stride: 2, padding: 1, channels: (inputs, outputs), images: images),
      ConvolutionCase.transposed(
        height: 4, width: 4, kernelSize: 3, stride: 2, padding: 1, outputPadding: 0, channels: (inputs, outputs),
        images: images),
    ].compactMap(\.self)
  }

  /// Layers of the presets' networks that are computed so, with an image.
  static let layersOfDefaultNetworks: [(name: String, shape: ConvolutionCase?)] = [
    (
      "generator.4",
      .transposed(
        height: 7, width: 7, kernelSize: 4, stride: 2, padding: 1, outputPadding: 0, channels: (256, 128), images: 1)
    ),
    (
      "generator.7",
      .transposed(
        height: 14, width: 14, kernelSize: 4, stride: 2, padding: 1, outputPadding: 0, channels: (128, 64), images: 1)
    ),
    (
      "discriminator.2",
      .convolution(height: 14, width: 14, kernelSize: 4, stride: 2, padding: 1, channels: (64, 128), images: 1)
    ),
    (
      "discriminator.5",
      .convolution(height: 7, width: 7, kernelSize: 3, stride: 2, padding: 1, channels: (128, 256), images: 1)
    ),
    (
      "generator.15 of dense-conv",
      .convolution(height: 28, width: 28, kernelSize: 3, stride: 1, padding: 1, channels: (256, 128), images: 1)
    ),
  ]

  @Test(arguments: cases + unstridedCases + polynomialCases)
  func everyDirectionIsWithinTheErrorBound(shape: ConvolutionCase) throws {
    let errors = try errors(shape, .winograd)
    for error in errors { #expect(error < 5e-6) }
    #expect(errors[2] < 1.5e-6)
  }

  /// The classifier's method, in which one tile of strided pixels serves all grids of dense outputs.
  @Test(arguments: cases)
  func everyDirectionOfTheLastingMethodIsWithinTheErrorBound(shape: ConvolutionCase) throws {
    let errors = try errors(shape, .lasting)
    for error in errors { #expect(error < 5e-6) }
    #expect(errors[2] < 1.5e-6)
  }

  /// The figures of NOTES.md.
  @Test(arguments: layersOfDefaultNetworks)
  func defaultLayersAreWithinTheErrorBound(name: String, shape: ConvolutionCase?) throws {
    let shape = try #require(shape)
    let direct = try errors(shape, .direct)
    for (index, error) in try errors(shape, .winograd).enumerated() {
      let direction = ["output", "input gradient", "weight gradient"][index]
      print("Relative error of \(name), \(direction): Winograd \(Float(error)), direct \(Float(direct[index]))")
      #expect(error < (index == 2 ? 1.5e-6 : 5e-6))
    }
  }

  /// Each of some workers takes whole chunks, and the chunks that are left are shared: of 53 images of 16 tiles, in chunks
  /// of 128 tiles, 20 are left by two workers and five by three.
  @Test(arguments: [
    ConvolutionCase.transposed(
      height: 14, width: 14, kernelSize: 4, stride: 2, padding: 1, outputPadding: 0, channels: (80, 32), images: 53),
    .convolution(height: 28, width: 28, kernelSize: 4, stride: 2, padding: 1, channels: (32, 80), images: 53),
    .convolution(height: 10, width: 10, kernelSize: 3, stride: 1, padding: 1, channels: (16, 80), images: 53),
  ])
  func weightGradientsOfWholeChunksAreThoseOfSharedOnes(shape: ConvolutionCase?) throws {
    let shape = try #require(shape)
    var generator = SeededGenerator(seed: 2)
    let (x, dy) = (generator.floats(shape.input.count), generator.floats(shape.output.count))
    let start = generator.floats(shape.weightCount)
    let gradients = try [1, 2, 3, 4].map { threads in
      ConvolutionLayer(
        shape: shape, method: .winograd, context: try ComputeContext(threads: threads, order: .scattered(seed: threads))
      ).weightGradient(x, dy, start: start)
    }
    for gradient in gradients.dropFirst() {
      #expect(gradient.map(\.bitPattern) == gradients[0].map(\.bitPattern))
    }
  }

  /// The errors of output, input gradient and weight gradient on normal variates.
  private func errors(_ shape: ConvolutionCase, _ method: ConvolutionMethod) throws -> [Double] {
    let layer = ConvolutionLayer(shape: shape, method: method, context: try ComputeContext(threads: 2))
    var generator = SeededGenerator(seed: 1)
    let x = generator.floats(shape.input.count)
    let dy = generator.floats(shape.output.count)
    let weights = generator.floats(shape.weightCount)
    let bias = generator.floats(shape.outputChannels)
    let start = generator.floats(shape.weightCount)
    return [
      relativeError(
        layer.output(x, weights: weights, bias: bias),
        ReferenceConvolution.output(shape, x.doubles, weights: weights.doubles, bias: bias.doubles)),
      relativeError(
        layer.inputGradient(dy, weights: weights),
        ReferenceConvolution.inputGradient(shape, dy.doubles, weights: weights.doubles)),
      relativeError(
        layer.weightGradient(x, dy, start: start),
        ReferenceConvolution.weightGradient(shape, x.doubles, dy.doubles, start: start.doubles)),
    ]
  }
}

/// The norm of the difference over the norm of the reference.
private func relativeError(_ actual: [Float], _ reference: [Double]) -> Double {
  precondition(actual.count == reference.count)
  let difference = zip(actual, reference).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
  return (difference / reference.reduce(0) { $0 + $1 * $1 }).squareRoot()
}
