import TensorCore
import Testing

/// The engines against each other: a layer is bilinear in its input and its weights, so that
/// `<layer(x, w), y> = <x, input gradient(y, w)> = <w, weight gradient(x, y)>`, exactly with small whole numbers. As no
/// slow loop is needed, the shapes are larger than the reference's.
struct AdjointTests {
  private func product(_ a: [Float], _ b: [Float]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += Double(a[index]) * Double(b[index]) }
    return sum
  }

  @Test(arguments: 1...5) func gradientsAreTheExactAdjoints(kernelSize: Int) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 40 + kernelSize)
    for shape in ConvolutionCase.drawn(kernelSize: kernelSize, count: 2, limit: 1_500_000, seed: 50 + kernelSize) {
      let layer = ConvolutionLayer(shape: shape, context: context)
      let x = generator.integers(shape.input.count)
      let y = generator.integers(shape.output.count)
      let weights = generator.integers(shape.weightCount)
      let zeros = [Float](repeating: 0, count: shape.weightCount)

      let expected = product(layer.output(x, weights: weights), y)
      #expect(product(x, layer.inputGradient(y, weights: weights)) == expected, "\(shape)")
      #expect(product(weights, layer.weightGradient(x, y, start: zeros)) == expected, "\(shape)")
    }
  }

  /// A convolution and the transposed convolution of the same geometry and kernel, with the kernel's channels swapped,
  /// are adjoint: `<Conv x, y> = <x, ConvT y>`.
  @Test(arguments: 1...5) func transposedConvolutionIsTheExactAdjointOfConvolution(kernelSize: Int) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 60 + kernelSize)
    for shape in ConvolutionCase.drawn(kernelSize: kernelSize, count: 2, limit: 300_000, seed: 70 + kernelSize) {
      var adjoint = shape
      adjoint.inputIsDense.toggle()
      swap(&adjoint.inputChannels, &adjoint.outputChannels)
      let (inputs, outputs) = (shape.inputChannels, shape.outputChannels)
      let weights = generator.integers(shape.weightCount)
      var swapped = weights
      for tap in 0..<shape.geometry.taps {
        for input in 0..<inputs {
          for output in 0..<outputs {
            swapped[(tap * outputs + output) * inputs + input] = weights[(tap * inputs + input) * outputs + output]
          }
        }
      }
      let x = generator.integers(shape.input.count)
      let y = generator.integers(shape.output.count)
      let forward = ConvolutionLayer(shape: shape, context: context).output(x, weights: weights)
      let back = ConvolutionLayer(shape: adjoint, context: context).output(y, weights: swapped)
      #expect(product(forward, y) == product(x, back), "\(shape)")
    }
  }
}
