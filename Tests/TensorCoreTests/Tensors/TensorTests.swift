import TensorCore
import Testing

struct TensorTests {
  @Test func shapesCountTheirValues() {
    let shape = Shape(images: 2, height: 3, width: 4, channels: 5)
    #expect(shape.count == 120)
    #expect(shape.imageCount == 60)
    #expect(shape.pixels == 24)
    #expect(shape.description == "2x3x4x5")
    #expect(shape.with(images: 7) == Shape(images: 7, height: 3, width: 4, channels: 5))
    #expect(Shape(channels: 5) == Shape(images: 1, height: 1, width: 1, channels: 5))
  }

  @Test func windowsShareTheirTensorsValues() {
    let tensor = Tensor(Shape(images: 3, height: 2, width: 1, channels: 2), (0..<12).map(Float.init))
    #expect(tensor.prefix(images: 2).values == (0..<8).map(Float.init))
    #expect(tensor.reshaped(Shape(images: 1, channels: 12)).values == tensor.values)
    let window = tensor.window(start: 5, shape: Shape(channels: 3))
    #expect(window.values == [5, 6, 7])
    window[1] = -1
    #expect(tensor[6] == -1)
    window.values = [20, 21, 22]
    #expect(tensor.values == [0, 1, 2, 3, 4, 20, 21, 22, 8, 9, 10, 11])
    tensor.withMutableValues { $0[7] = 30 }
    #expect(window[2] == 30)
  }

  /// The extents of Dumoulin & Visin's figures 2.1 to 2.7, and of their transposed convolutions in chapter 4.
  @Test(arguments: [
    (4, 3, 1, 0, 2), (5, 4, 1, 2, 6), (5, 3, 1, 1, 5), (5, 3, 1, 2, 7), (5, 3, 2, 0, 2), (5, 3, 2, 1, 3),
    (6, 3, 2, 1, 3),
  ])
  func extentsFollowTheGuide(input: Int, kernelSize: Int, stride: Int, padding: Int, output: Int) {
    let convolved = ConvolutionGeometry.convolvedExtent(
      input, kernelSize: kernelSize, stride: stride, padding: 2 * padding)
    #expect(convolved == output)
    // What the stride passes over at the end comes back as output padding.
    let outputPadding = (input + 2 * padding - kernelSize) % stride
    let transposed = ConvolutionGeometry.transposedExtent(
      output, kernelSize: kernelSize, stride: stride, padding: 2 * padding, outputPadding: outputPadding)
    #expect(transposed == input)
  }

  @Test func extentsThatLeaveNothingAreNil() {
    #expect(ConvolutionGeometry.convolvedExtent(2, kernelSize: 5, stride: 1, padding: 2) == nil)
    #expect(ConvolutionGeometry.convolvedExtent(2, kernelSize: 4, stride: 3, padding: 2) == 1)
    #expect(ConvolutionGeometry.transposedExtent(1, kernelSize: 2, stride: 2, padding: 2, outputPadding: 0) == nil)
    #expect(ConvolutionGeometry.transposedExtent(1, kernelSize: 2, stride: 2, padding: 2, outputPadding: 1) == 1)
  }
}
