import FileFormats
import LatentSpace
import Testing

struct RestylingTests {
  private static func images(_ bytes: [UInt8]) -> ImageSet {
    ImageSet(count: bytes.count, height: 1, width: 1, channels: 1, bytes: bytes)
  }

  /// Two images, two examples of the one class and three of the other.
  private let restyling = Restyling(images([1, 2]), from: images([10, 20]), to: images([100, 110, 120]))

  @Test func theImagesAreSearchedBeforeTheExamples() {
    #expect(restyling.searched.bytes == [1, 2, 10, 20, 100, 110, 120])
  }

  /// The classes' means are (1, 2) and (3, 8), so that the direction is (2, 6).
  @Test func vectorsMoveAlongTheDifferenceOfTheMeans() {
    let found: [[Float]] = [[0, 0], [5, -5], [0, 2], [2, 2], [3, 7], [2, 8], [4, 9]]
    #expect(
      restyling.move(found, strengths: [0, 0.5, 1, -1])
        == [[0, 0], [1, 3], [2, 6], [-2, -6], [5, -5], [6, -2], [7, 1], [3, -11]])
  }
}

struct PeakSignalToNoiseRatioTests {
  @Test func theRatioIsThatOfTheDefinition() {
    #expect(PeakSignalToNoiseRatio.ofImages([0, 0] as [UInt8], [255, 255] as [UInt8]) == 0)
    // A mean squared difference of 50: 10 log10 (65025 / 50).
    let ratio = PeakSignalToNoiseRatio.ofImages([10, 20] as [UInt8], [20, 20] as [UInt8])
    #expect(abs(ratio - 31.141_1) < 1e-3)
    #expect(PeakSignalToNoiseRatio.ofImages([7] as [UInt8], [7] as [UInt8]) == .infinity)
  }

  @Test func imagesAreComparedPairwise() {
    let one = ImageSet(count: 2, height: 1, width: 1, channels: 1, bytes: [0, 9])
    let other = ImageSet(count: 2, height: 1, width: 1, channels: 1, bytes: [255, 9])
    #expect(PeakSignalToNoiseRatio.ofPairs(one, other) == [0, .infinity])
  }

  @Test func theMeanLeavesOutWhatIsTheSame() {
    #expect(PeakSignalToNoiseRatio.mean([10, .infinity, 20]) == 15)
    #expect(PeakSignalToNoiseRatio.mean([.infinity]) == .infinity)
  }
}
