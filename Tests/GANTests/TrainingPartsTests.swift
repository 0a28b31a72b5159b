import FileFormats
import GAN
import TensorCore
import Testing

/// Images that are kept apart from training.
struct TrainingPartsTests {
  /// Images of one pixel that says their number, with it as their label.
  private func numbered(_ count: Int) -> ImageSet {
    let numbers = (0..<count).map { UInt8($0) }
    return ImageSet(Shape(channels: 1), bytes: numbers, labels: numbers)
  }

  @Test func theImagesAreThoseThatPythonsPhiloxChooses() {
    // sorted(random_numbers.shuffled(0, 0, 20, Purpose.HOLD_OUT)[:5])
    #expect(TrainingParts(numbered(20), holdingOut: 5).heldOut.bytes == [1, 4, 10, 12, 14])
  }

  @Test func everyImageIsInOnePartWithItsLabelAndInItsOrder() {
    for count in 0...20 {
      let parts = TrainingParts(numbered(20), holdingOut: count)
      #expect(parts.heldOut.count == count)
      #expect((parts.learnt.bytes + parts.heldOut.bytes).sorted() == numbered(20).bytes)
      for part in [parts.learnt, parts.heldOut] {
        #expect(part.bytes == part.labels && part.bytes == part.bytes.sorted())
      }
    }
  }

  @Test func ofALargerNumberTheSmallerOnesAreAPart() {
    let few = TrainingParts(numbered(20), holdingOut: 5).heldOut.bytes
    #expect(Set(TrainingParts(numbered(20), holdingOut: 8).heldOut.bytes).isSuperset(of: few))
  }
}
