import TensorCore
import Testing

/// A convolution as a matrix, and the transposed convolution as that matrix's transpose (Dumoulin & Visin, "A guide to
/// convolution arithmetic for deep learning", 2016, section 4.1): a 3 x 3 kernel over a 4 x 4 image.
struct ConvolutionMatrixTests {
  /// The kernel, row by row.
  static let kernel: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

  /// A row for each of the 2 x 2 outputs, a column for each of the 4 x 4 inputs.
  static let matrix: [[Float]] = [
    [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 0, 0, 0, 0],
    [0, 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 0, 0, 0],
    [0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0],
    [0, 0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9],
  ]

  private static let geometry = ConvolutionGeometry(
    denseHeight: 4, denseWidth: 4, stridedHeight: 2, stridedWidth: 2, kernelSize: 3, stride: 1, padding: 0)

  private static func layer(inputIsDense: Bool, images: Int) throws -> ConvolutionLayer {
    ConvolutionLayer(
      shape: ConvolutionCase(
        geometry: geometry, inputIsDense: inputIsDense, inputChannels: 1, outputChannels: 1, images: images),
      context: try ComputeContext(threads: 1))
  }

  /// The images of the unit vectors are the matrix's columns.
  @Test func convolutionIsTheMatrix() throws {
    let unitVectors = (0..<16).flatMap { unit in (0..<16).map { $0 == unit ? Float(1) : 0 } }
    let columns = (0..<16).flatMap { column in Self.matrix.map { $0[column] } }
    let layer = try Self.layer(inputIsDense: true, images: 16)
    #expect(layer.output(unitVectors, weights: Self.kernel) == columns)
  }

  @Test func transposedConvolutionIsTheMatrixTransposed() throws {
    let unitVectors = (0..<4).flatMap { unit in (0..<4).map { $0 == unit ? Float(1) : 0 } }
    let layer = try Self.layer(inputIsDense: false, images: 4)
    #expect(layer.output(unitVectors, weights: Self.kernel) == Self.matrix.flatMap { $0 })
  }
}
