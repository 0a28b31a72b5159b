import TestSupport
import Testing

@testable import FileFormats

struct PillowComparisonTests {
  @Test func allPicturesAreThere() {
    #expect(PillowFixture.all("JPEG", ".jpg").count == 93)
    #expect(PillowFixture.all("BMP", ".bmp").count == 15)
    #expect(PillowFixture.all("GIF", ".gif").count == 14)
  }

  @Test(arguments: PillowFixture.all("JPEG", ".jpg"))
  func everyFormOfJPEGIsDecodedToTheBitAsPillowDoes(fixture: PillowFixture) throws {
    #expect(try ImageFile.read(path: fixture.path) == fixture.expected)
  }

  @Test(arguments: PillowFixture.all("GIF", ".gif"))
  func everyFormOfGIFIsDecodedAsPillowDoes(fixture: PillowFixture) throws {
    // A palette of greys that are not all greys in their order makes a colour picture of Pillow's, and a grey one of
    // ours.
    let expected = try fixture.expected
    let image = try ImageFile.read(path: fixture.path)
    #expect((expected.channels == 3 ? image.convertedToColour() : image) == expected)
  }

  /// Pillow scales fields of 5 and 6 bits rounding down, where ours are rounded.
  @Test(arguments: PillowFixture.all("BMP", ".bmp"))
  func everyFormOfBMPIsDecodedWithinALevelOfPillows(fixture: PillowFixture) throws {
    let expected = try fixture.expected
    let image = try ImageFile.read(path: fixture.path)
    #expect(image.width == expected.width && image.height == expected.height)
    let difference = difference(expected.channels == 3 ? image.convertedToColour() : image, expected)
    #expect(difference.greatest <= 1 && difference.mean < 0.5)
  }

  @Test func theBackgroundShowsThroughWhatIsTransparentInGIFAndBMP() throws {
    let background = RGBColour(red: 1, green: 2, blue: 3)
    for (folder, ending, name) in [("GIF", ".gif", "transparent.gif"), ("BMP", ".bmp", "rgb-alpha-32.bmp")] {
      let fixture = try #require(PillowFixture.all(folder, ending).first { $0.path.hasSuffix("/\(name)") })
      let onWhite = try ImageFile.read(path: fixture.path)
      let onColour = try ImageFile.read(path: fixture.path, background: background)
      let pixels = stride(from: 0, to: onWhite.pixels.count, by: 3).map { onColour.pixels[$0..<$0 + 3] }
      #expect(pixels.contains { $0.elementsEqual([1, 2, 3]) })
      #expect(onColour != onWhite)
    }
  }
}
