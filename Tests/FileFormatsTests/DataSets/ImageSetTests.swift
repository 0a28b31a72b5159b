import Platform
import Testing

@testable import FileFormats

struct ImageSetTests {
  /// Four images of 1 x 2 pixels.
  private let set = ImageSet(
    count: 4, height: 1, width: 2, channels: 1, bytes: [1, 2, 3, 4, 5, 6, 7, 8], labels: [2, 0, 2, 1],
    classNames: ["bag", "", "coat"])

  @Test func anImageIsFoundByItsPlace() {
    #expect(Array(set[2]) == [5, 6])
    #expect(set.raster(at: 2) == RasterImage(width: 2, height: 1, channels: 1, pixels: [5, 6]))
    #expect(ImageSet(set.raster(at: 2)).bytes == [5, 6])
  }

  @Test func aSubsetKeepsOrderLabelsAndNames() {
    let subset = set.subset(at: [3, 0])
    #expect(
      subset
        == ImageSet(
          count: 2, height: 1, width: 2, channels: 1, bytes: [7, 8, 1, 2], labels: [1, 2],
          classNames: ["bag", "", "coat"]))
    #expect(set.subset(at: 0..<4) == set)
    #expect(set.subset(at: []).count == 0)
  }

  @Test func theImagesOfAClassAreItsFirst() {
    #expect(set.images(ofClass: 2).bytes == [1, 2, 5, 6])
    #expect(set.images(ofClass: 2, limit: 1).bytes == [1, 2])
    #expect(set.images(ofClass: 7).count == 0)
  }

  @Test func joinedSetsKeepLabelsIfAllHaveThem() {
    let first = set.subset(at: [0])
    let second = set.subset(at: [1, 2])
    #expect(first.joined(with: second, set.subset(at: [3])) == set)
    let plain = ImageSet(count: 1, height: 1, width: 2, channels: 1, bytes: [9, 9])
    #expect(first.joined(with: plain).labels == nil)
    #expect(first.joined(with: plain).bytes == [1, 2, 9, 9])
  }

  @Test func changedImagesKeepTheirLabels() {
    let changed = set.mapImages { place, image in image.map { $0 + UInt8(10 * place) } }
    #expect(changed.bytes == [1, 2, 13, 14, 25, 26, 37, 38])
    #expect(changed.labels == set.labels)
  }

  @Test func aClassIsFoundByItsBytesOrAsMessagesShowIt() {
    let names = ["e\u{301}", "\u{E9}", #"caf\xE9"#, #"\x5CxE9"#]
    let set = ImageSet(count: 0, height: 1, width: 1, channels: 1, bytes: [], classNames: names)
    for (number, name) in names.enumerated() { #expect(set.classNumber(of: name) == UInt8(number)) }
    // As the command line gives what one has typed as it is shown.
    #expect(set.classNumber(of: String(pathBytes: Array(#"caf\xE9"#.utf8))) == 2)
  }

  @Test func aClassHasANameOrANumber() {
    #expect(set.classNumber(of: "coat") == 2 && set.classNumber(of: "7") == 7)
    #expect(set.classNumber(of: "boot") == nil && set.classNumber(of: "256") == nil)
    #expect([0, 1, 2, 3].map(set.className(of:)) == ["bag", "1", "coat", "3"])
  }

  @Test func statisticsAreThoseOfAllBytes() {
    #expect(set.computePixelStatistics() == PixelStatistics(minimum: 1, maximum: 8, mean: 4.5))
    #expect(set.countClasses() == [1, 1, 2])
    let empty = ImageSet(count: 0, height: 1, width: 1, channels: 1, bytes: [])
    #expect(empty.computePixelStatistics() == PixelStatistics(minimum: 0, maximum: 0, mean: 0))
    #expect(empty.countClasses() == nil)
  }

  /// The CRC-32 of the bytes 1 ... 8, as zlib computes it.
  @Test func theChecksumIsThatOfTheBytesAlone() {
    #expect(set.computeChecksum() == 0x3FCA_88C5)
    #expect(set.subset(at: [1, 0, 2, 3]).computeChecksum() != set.computeChecksum())
  }
}
