import TestSupport
import Testing

@testable import FileFormats

struct ImageEncodingTests {
  @Test func aGreyPictureIsAPGMFileAColourPictureAPPMFile() {
    let grey = RasterImage(width: 2, height: 1, channels: 1, pixels: [10, 200])
    #expect(PortableAnyMap.encode(grey) == Array("P5\n2 1\n255\n".utf8) + [10, 200])
    let colour = RasterImage(width: 1, height: 2, channels: 3, pixels: [1, 2, 3, 4, 5, 6])
    #expect(PortableAnyMap.encode(colour) == Array("P6\n1 2\n255\n".utf8) + [1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: [1, 3], [1, 2, 3, 7, 8, 33])
  func aPNGFileOfNoiseComesBack(channels: Int, width: Int) throws {
    var generator = RepeatableGenerator(seed: UInt64(width * channels))
    for height in [1, 2, 5] {
      let image = RasterImage(
        width: width, height: height, channels: channels, pixels: generator.bytes(width * height * channels))
      try expectDecodesBack(image)
    }
  }

  @Test(arguments: [1, 3])
  func aPNGFileOfSmoothColoursComesBackAndUsesTheFilters(channels: Int) throws {
    let side = 41
    var pixels: [UInt8] = []
    for row in 0..<side {
      for column in 0..<side {
        for channel in 0..<channels {
          pixels.append(
            UInt8(truncatingIfNeeded: row * row / 3 + column * column / 5 + row * column / 7 + channel * 90))
        }
      }
    }
    let image = RasterImage(width: side, height: side, channels: channels, pixels: pixels)
    let filters = try expectDecodesBack(image).filters
    #expect(Set(filters).isSuperset(of: [PNGFilter.sub.rawValue, PNGFilter.paeth.rawValue]))
  }

  @Test func eachFilterThatSuitsARowIsChosenForIt() throws {
    let constantColumns = RasterImage(
      width: 4, height: 3, channels: 1, pixels: [100, 7, 90, 33, 100, 7, 90, 33, 100, 7, 90, 33])
    #expect(try expectDecodesBack(constantColumns).filters.dropFirst() == [2, 2])
    let steps = RasterImage(width: 6, height: 1, channels: 1, pixels: [1, 51, 101, 151, 201, 251])
    #expect(try expectDecodesBack(steps).filters == [1])
    let black = RasterImage(width: 3, height: 2, channels: 3, pixels: [UInt8](repeating: 0, count: 18))
    #expect(try expectDecodesBack(black).filters == [0, 0])
  }

  @Test func aPNGFileOfMoreThanOneDataChunkComesBack() throws {
    var generator = RepeatableGenerator(seed: 3)
    let image = RasterImage(width: 1100, height: 1000, channels: 1, pixels: generator.bytes(1_100_000))
    let file = try PNG.encode(image, path: "test")
    #expect(file.count > 1_100_000)
    #expect(file.ranges(of: Array("IDAT".utf8)).count >= 2)
    #expect(PNGDecoder(file)?.pixels == image.pixels)
  }

  @Test func theSamePictureGivesTheSameBytes() throws {
    var generator = RepeatableGenerator(seed: 4)
    let image = RasterImage(width: 9, height: 9, channels: 3, pixels: generator.bytes(243))
    #expect(try PNG.encode(image, path: "a") == PNG.encode(image, path: "b"))
  }

  @Test(arguments: [(10, 20, 10, 20), (10, 20, 20, 10), (10, 20, 15, 15), (5, 5, 5, 5), (0, 2, 1, 1), (3, 1, 2, 2)])
  func thePaethPredictorTakesTheNearestNeighbourAndOfEqualsTheFirst(
    left: UInt8, above: UInt8, aboveLeft: UInt8, expected: UInt8
  ) {
    #expect(PNGFilter.paethPredictor(left: left, above: above, aboveLeft: aboveLeft) == expected)
  }

  @discardableResult
  private func expectDecodesBack(_ image: RasterImage) throws -> PNGDecoder {
    let decoded = try #require(PNGDecoder(try PNG.encode(image, path: "test")))
    #expect(decoded.width == image.width)
    #expect(decoded.height == image.height)
    #expect(decoded.channels == image.channels)
    #expect(decoded.pixels == image.pixels)
    return decoded
  }
}
