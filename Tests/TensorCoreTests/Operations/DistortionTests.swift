import TensorCore
import Testing

/// Images that are mirrored, shifted and cut, and the way back of their gradients.
struct DistortionTests {
  private static let shape = Shape(images: 3, height: 3, width: 4, channels: 2)

  private func tensor(_ seed: UInt64) -> Tensor {
    let tensor = Tensor(Self.shape)
    var values = [Float](repeating: 0, count: tensor.count)
    RandomStream(seed: seed, purpose: .evaluation).fillUniforms(&values, in: -1...1)
    tensor.values = values
    return tensor
  }

  private static func distortion(
    mirrored: Bool = false, shift: (Int, Int) = (0, 0), rows: Range<Int> = 0..<0, columns: Range<Int> = 0..<0
  ) -> ImageDistortion {
    var it = ImageDistortion()
    it.isMirrored = mirrored
    (it.rowShift, it.columnShift) = shift
    (it.holeRows, it.holeColumns) = (rows, columns)
    return it
  }

  private static let distortions = [
    distortion(), distortion(mirrored: true, shift: (1, -2), rows: 0..<2, columns: 1..<3),
    distortion(shift: (-3, 0)),
  ]

  /// A row of numbers, seen by hand: mirrored, one to the right, a hole over the last.
  @Test func imagesAreMirroredThenShiftedThenCut() throws {
    let x = Tensor(Shape(height: 1, width: 4, channels: 1))
    let y = Tensor(x.shape)
    x.values = [1, 2, 3, 4]
    let context = try ComputeContext(threads: 1)
    let it = Self.distortion(mirrored: true, shift: (0, 1), rows: 0..<1, columns: 3..<4)
    context.distort(x, into: y, by: [it])
    #expect(y.values == [0, 4, 3, 0])
    context.distortGradient(x, into: y, by: [it])
    #expect(y.values == [0, 0, 3, 2])
  }

  @Test func nothingChangesAnImageThatNothingIsDoneTo() throws {
    let (x, y) = (tensor(1), Tensor(Self.shape))
    try ComputeContext(threads: 2).distort(x, into: y, by: Array(repeating: ImageDistortion(), count: 3))
    #expect(y.values == x.values)
  }

  /// `<A x, dy> = <x, A' dy>`: exact, since every product on one side is one on the other.
  @Test func theGradientIsTheAdjoint() throws {
    let (x, dy) = (tensor(1), tensor(2))
    let (y, dx) = (Tensor(Self.shape), Tensor(Self.shape))
    for threads in [1, 2, 3] {
      let context = try ComputeContext(threads: threads)
      context.distort(x, into: y, by: Self.distortions)
      context.distortGradient(dy, into: dx, by: Self.distortions)
      func products(_ a: Tensor, _ b: Tensor) -> [Float] {
        zip(a.values, b.values).map(*).filter { $0 != 0 }.sorted()
      }
      #expect(products(y, dy) == products(x, dx))
      #expect(!products(y, dy).isEmpty)
      let size = Self.shape.imageCount
      #expect(y.values.suffix(size).allSatisfy { $0 == 0 }, "shifted out of the image")
    }
  }
}
