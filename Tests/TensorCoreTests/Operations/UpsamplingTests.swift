import TensorCore
import Testing

struct UpsamplingTests {
  /// Small extents, and channels on both sides of a vector.
  private static let shapes: [Shape] = [1, 2].flatMap { images in
    [1, 2, 3].flatMap { height in
      [1, 3].flatMap { width in
        [1, 5, 16, 17].map { Shape(images: images, height: height, width: width, channels: $0) }
      }
    }
  }

  /// The index of the input value that an output value copies, by NHWC places.
  private static func source(_ small: Shape, scale: Int) -> [Int] {
    var source: [Int] = []
    for image in 0..<small.images {
      for row in 0..<small.height * scale {
        for column in 0..<small.width * scale {
          let pixel = (image * small.height + row / scale) * small.width + column / scale
          source += (0..<small.channels).map { pixel * small.channels + $0 }
        }
      }
    }
    return source
  }

  @Test(arguments: [1, 2, 3]) func pixelsBecomeBlocksAndGradientsSumOverThem(scale: Int) throws {
    let context = try ComputeContext(threads: 2)
    var generator = SeededGenerator(seed: 150)
    for small in Self.shapes {
      let large = Shape(
        images: small.images, height: small.height * scale, width: small.width * scale, channels: small.channels)
      let source = Self.source(small, scale: scale)
      let x = generator.floats(small.count)
      let y = Tensor(large)
      context.upsample(Tensor(small, x), into: y, scale: scale)
      #expect(y.values == source.map { x[$0] }, "\(small)")

      // Small whole numbers: the sums are exact.
      let dy = generator.integers(large.count)
      var expected = [Float](repeating: 0, count: small.count)
      for (place, index) in source.enumerated() { expected[index] += dy[place] }
      let dx = Tensor(small)
      context.upsampleGradient(Tensor(large, dy), into: dx, scale: scale)
      #expect(dx.values == expected, "\(small)")
    }
  }
}
