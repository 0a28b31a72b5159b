import FileFormats
import GAN
import Runs
import Testing

struct DataDoubtTests {
  /// Images of two pixels, of which each is made of its place.
  private func images(_ count: Int, labels: [UInt8]? = nil, _ pixel: (Int) -> UInt8) -> ImageSet {
    ImageSet(
      count: count, height: 1, width: 2, channels: 1, bytes: (0..<count).flatMap { [pixel($0), pixel($0 + 1)] },
      labels: labels)
  }

  private func pixel(_ place: Int) -> UInt8 { UInt8(truncatingIfNeeded: 37 * place) }

  @Test func usualImagesAreNotDoubted() {
    let labels = (0..<640).map { UInt8($0 % 10) }
    #expect(DataDoubt.all(of: images(640, labels: labels, pixel), batchSize: 64) == [])
    #expect(DataDoubt.all(of: images(300, pixel), batchSize: 60) == [])
  }

  @Test func whatHardlyCanBeLearntFromIsSaid() {
    let labels = [UInt8](repeating: 3, count: 640)
    #expect(DataDoubt.all(of: images(640, labels: labels, pixel), batchSize: 64) == [.oneClass(name: "3")])
    #expect(DataDoubt.all(of: images(640) { UInt8($0 % 32) }, batchSize: 64) == [.narrowRange(minimum: 0, maximum: 31)])
    #expect(DataDoubt.all(of: images(640) { UInt8($0 % 33) }, batchSize: 64) == [])
    #expect(
      DataDoubt.all(of: images(640) { _ in 9 }, batchSize: 64) == [
        .narrowRange(minimum: 9, maximum: 9), .allAlike(count: 640),
      ])
    #expect(DataDoubt.all(of: images(299, pixel), batchSize: 64) == [.fewImages(count: 299, steps: 4)])
    #expect(DataDoubt.all(of: images(319, pixel), batchSize: 64) == [.shortEpochs(steps: 4, batchSize: 64)])
    #expect(
      DataDoubt.all(of: images(400, pixel), batchSize: 64, heldOutCount: 100) == [.shortEpochs(steps: 4, batchSize: 64)]
    )
    let numbered = images(200, labels: (0..<200).map { UInt8($0) }, pixel)
    let heldOut = TrainingParts(numbered, holdingOut: 1).heldOut.labels
    let alone = (0..<200).map { UInt8(heldOut == [UInt8($0)] ? 7 : 3) }
    #expect(
      DataDoubt.all(of: images(200, labels: alone, pixel), batchSize: 8, heldOutCount: 1) == [
        .heldOutClass(name: "7"), .fewImages(count: 199, steps: 24),
      ])
    for doubt in DataDoubt.all(of: images(1) { _ in 0 }, batchSize: 1) { #expect(doubt.description.hasSuffix(".")) }
  }
}
