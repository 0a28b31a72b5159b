import FileFormats
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN

struct BatchSourceTests {
  /// Images of one value each, from which an image's number can be read.
  private static func numberedImages(_ count: Int) -> ImageSet {
    let size = Architecture.speck.image.imageCount
    let bytes = (0..<count).flatMap { [UInt8](repeating: UInt8($0), count: size) }
    return ImageSet(count: count, height: 2, width: 2, channels: 1, bytes: bytes)
  }

  private static func source(images: Int, batchSize: Int, seed: UInt64 = 1) throws -> BatchSource {
    BatchSource(
      numberedImages(images), .sample(.speck, batchSize: batchSize, images: images, seed: seed), try .single())
  }

  /// The numbers of the images in the batches of some steps.
  private static func numbers(_ source: BatchSource, steps: Range<Int>) -> [Int] {
    steps.flatMap { step in
      let batch = source.batch(step: step)
      let size = batch.shape.imageCount
      return stride(from: 0, to: batch.count, by: size).map { Int(((batch[$0] + 1) * 127.5).rounded()) }
    }
  }

  @Test(arguments: [(images: 12, batchSize: 4), (13, 4), (15, 4), (7, 7), (7, 2), (5, 1)])
  func eachEpochShowsAsManyImagesAsFillItsBatchesNoneOfThemTwice(images: Int, batchSize: Int) throws {
    let source = try Self.source(images: images, batchSize: batchSize)
    let batches = images / batchSize
    for epoch in 0..<4 {
      let numbers = Self.numbers(source, steps: epoch * batches..<(epoch + 1) * batches)
      #expect(numbers.count == batches * batchSize)
      #expect(Set(numbers).count == numbers.count)
      #expect(numbers.allSatisfy { (0..<images).contains($0) })
    }
  }

  @Test func anImageThatOneEpochLeavesOutIsSeenInAnother() throws {
    let source = try Self.source(images: 7, batchSize: 4)
    #expect(Set(Self.numbers(source, steps: 0..<20)).count == 7)
  }

  @Test func theOrderDependsOnTheSeedAndTheEpochAloneNotOnWhatWasAskedForBefore() throws {
    let whole = try Self.source(images: 20, batchSize: 4)
    let epochs = (0..<5).map { Self.numbers(whole, steps: $0 * 5..<($0 + 1) * 5) }
    #expect(Set(epochs).count == 5)
    for step in [24, 3, 11, 11, 0, 19, 7] {
      let fresh = try Self.source(images: 20, batchSize: 4)
      let expected = Array(epochs[step / 5][step % 5 * 4..<step % 5 * 4 + 4])
      #expect(Self.numbers(fresh, steps: step..<step + 1) == expected)
      #expect(Self.numbers(whole, steps: step..<step + 1) == expected)
    }
    let other = try Self.source(images: 20, batchSize: 4, seed: 2)
    #expect(Self.numbers(other, steps: 0..<5) != epochs[0])
  }

  @Test func bytes0_255BecomeValues1_1() throws {
    let image = Architecture.speck.image
    let images = ImageSet(count: 1, height: 2, width: 2, channels: 1, bytes: [0, 51, 204, 255])
    let source = BatchSource(images, .sample(.speck, batchSize: 1, images: 1), try .single())
    let batch = source.batch(step: 0)
    #expect(batch.shape == image)
    for (value, expected) in zip(batch.values, [-1, -0.6, 0.6, 1] as [Float]) {
      #expect(abs(value - expected) <= Float.ulpOfOne)
    }
    #expect(batch.values.first == -1 && batch.values.last == 1)
  }
}
