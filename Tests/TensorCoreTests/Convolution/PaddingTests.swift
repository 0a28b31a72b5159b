import TensorCore
import Testing

struct PaddingTests {
  /// Extent, kernel, stride; zeros before and after by TensorFlow's documentation of "SAME".
  static let same: [(input: Int, kernelSize: Int, stride: Int, before: Int, after: Int)] = [
    (28, 3, 2, 0, 1), (14, 3, 2, 0, 1), (7, 3, 2, 1, 1), (28, 4, 2, 1, 1), (28, 5, 2, 1, 2), (6, 4, 1, 1, 2),
    (5, 3, 1, 1, 1), (5, 1, 1, 0, 0), (4, 1, 2, 0, 0), (1, 3, 2, 1, 1), (5, 2, 3, 0, 0),
  ]

  @Test(arguments: same)
  func samePaddingDividesByTheStride(input: Int, kernelSize: Int, stride: Int, before: Int, after: Int) {
    let rows = Padding.same(height: input, width: 1, kernelSize: kernelSize, stride: stride)
    let columns = Padding.same(height: 1, width: input, kernelSize: kernelSize, stride: stride)
    #expect(rows.top == before && rows.bottom == after)
    #expect(columns.left == before && columns.right == after)
    #expect(
      ConvolutionGeometry.convolvedExtent(input, kernelSize: kernelSize, stride: stride, padding: rows.vertical)
        == (input + stride - 1) / stride)
  }

  @Test func oneNumberStandsForEverySide() {
    #expect(Padding(2) == Padding(top: 2, left: 2, bottom: 2, right: 2))
    #expect(Padding(2).everySide == 2)
    let uneven = Padding(top: 0, left: 1, bottom: 2, right: 3)
    #expect(uneven.everySide == nil && uneven.vertical == 2 && uneven.horizontal == 4)
    #expect(Padding(2).summary == "2")
    #expect(Padding(top: 0, left: 0, bottom: 1, right: 1).summary == "0 before and 1 after")
    #expect(uneven.summary == "0 above, 1 left, 2 below and 3 right")
  }
}
