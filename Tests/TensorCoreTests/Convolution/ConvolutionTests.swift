import TensorCore
import Testing

/// The gather and the weight-gradient engine against the definition.
struct ConvolutionTests {
  /// With whole numbers -3 ... 3 every sum is below 9 x 25 taps x 100 channels, or 9 x 2300 pixels, so exact.
  private func expectEquality(
    _ cases: [ConvolutionCase], method: ConvolutionMethod = .direct, seed: Int
  ) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: seed)
    for shape in cases {
      let layer = ConvolutionLayer(shape: shape, method: method, context: context)
      let x = generator.integers(shape.input.count)
      let dy = generator.integers(shape.output.count)
      let weights = generator.integers(shape.weightCount)
      let bias = generator.integers(shape.outputChannels)
      let start = generator.integers(shape.weightCount)

      let y = ReferenceConvolution.output(shape, x.doubles, weights: weights.doubles, bias: bias.doubles)
      #expect(mismatch(layer.output(x, weights: weights, bias: bias), y) == nil, "\(shape)")
      let dx = ReferenceConvolution.inputGradient(shape, dy.doubles, weights: weights.doubles)
      #expect(mismatch(layer.inputGradient(dy, weights: weights), dx) == nil, "input gradient of \(shape)")
      let dw = ReferenceConvolution.weightGradient(shape, x.doubles, dy.doubles, start: start.doubles)
      #expect(mismatch(layer.weightGradient(x, dy, start: start), dw) == nil, "weight gradient of \(shape)")
    }
  }

  @Test(arguments: 1...5) func drawnShapesEqualTheReference(kernelSize: Int) throws {
    let cases = ConvolutionCase.drawn(kernelSize: kernelSize, count: 8, limit: 30_000, seed: kernelSize)
    try expectEquality(cases, seed: 10)
  }

  @Test func everyPairOfChannelCountsEqualsTheReference() throws {
    try expectEquality(ConvolutionCase.channelPairs, seed: 11)
  }

  @Test func shapesBeyondOneWorkersShareEqualTheReference() throws {
    try expectEquality(ConvolutionCase.beyondOneWorker, seed: 12)
  }

  /// Layers beside pictures, by patches.
  @Test(arguments: 1...5) func drawnPictureShapesEqualTheReference(kernelSize: Int) throws {
    let cases = ConvolutionCase.drawn(
      kernelSize: kernelSize, count: 8, limit: 60_000, pictures: true, seed: 40 + kernelSize)
    try expectEquality(cases, method: .winograd, seed: 13)
  }

  @Test func pictureShapesBeyondAPartEqualTheReference() throws {
    try expectEquality(ConvolutionCase.picturesBeyondAPart, method: .winograd, seed: 14)
  }

  @Test func layersThatWritePicturesEqualTheReference() throws {
    try expectEquality(ConvolutionCase.mirroredPictures, method: .winograd, seed: 15)
  }

  /// A sum of n products by fused multiply-adds in any order, and a value added to it, is rounded n + 1 times at most,
  /// so its error is at most that relative error of the sum of magnitudes (Higham, section 3.1). A sum that is cut into
  /// pieces is rounded no more often.
  @Test(arguments: 1...5) func valuesOfAllBitsAreWithinTheRoundingError(kernelSize: Int) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 20 + kernelSize)
    for shape in ConvolutionCase.drawn(kernelSize: kernelSize, count: 2, limit: 30_000, seed: 30 + kernelSize) {
      let layer = ConvolutionLayer(shape: shape, context: context)
      let x = generator.floats(shape.input.count)
      let dy = generator.floats(shape.output.count)
      let weights = generator.floats(shape.weightCount)
      let bias = generator.floats(shape.outputChannels)
      let start = generator.floats(shape.weightCount)

      func expectClose(
        _ actual: [Float], terms: Int, _ what: String, _ reference: (_ transform: ([Double]) -> [Double]) -> [Double]
      ) {
        let error = roundingError(terms + 1)
        let tolerances = reference(\.magnitudes).map { error * $0 }
        #expect(mismatch(actual, reference { $0 }, tolerances: tolerances) == nil, "\(what) of \(shape)")
      }
      let taps = shape.geometry.taps
      expectClose(layer.output(x, weights: weights, bias: bias), terms: taps * shape.inputChannels, "output") {
        ReferenceConvolution.output(shape, $0(x.doubles), weights: $0(weights.doubles), bias: $0(bias.doubles))
      }
      expectClose(layer.inputGradient(dy, weights: weights), terms: taps * shape.outputChannels, "input gradient") {
        ReferenceConvolution.inputGradient(shape, $0(dy.doubles), weights: $0(weights.doubles))
      }
      let meetings = shape.images * shape.geometry.stridedHeight * shape.geometry.stridedWidth
      expectClose(layer.weightGradient(x, dy, start: start), terms: meetings, "weight gradient") {
        ReferenceConvolution.weightGradient(shape, $0(x.doubles), $0(dy.doubles), start: $0(start.doubles))
      }
    }
  }
}
