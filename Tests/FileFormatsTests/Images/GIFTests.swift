import TestSupport
import Testing

@testable import FileFormats

struct GIFTests {
  private func decoded(_ frames: [RasterImage], delay: Int = 8) throws -> GIFDecoder {
    let decoded = try #require(GIFDecoder(GIF.encode(frames, delay: delay)))
    #expect(decoded.width == frames[0].width && decoded.height == frames[0].height)
    return decoded
  }

  /// Sizes up to some that use all codes and begin anew, with few values (long strings) and with many.
  @Test(arguments: [1, 2, 7, 33, 150], [1, 2, 5, 256])
  func greyPicturesComeBackToTheLetter(side: Int, values: Int) throws {
    var generator = RepeatableGenerator(seed: UInt64(side * values))
    let frames = (0..<3).map { _ in
      RasterImage(
        width: side, height: side + 1, channels: 1,
        pixels: generator.bytes(side * (side + 1)).map { UInt8(Int($0) * values / 256) })
    }
    let gif = try decoded(frames)
    #expect(gif.frames == frames.map { $0.pixels.flatMap { [$0, $0, $0] } })
    #expect(gif.delays == [8, 8, 8])
    #expect(gif.repeatsForEver)
  }

  /// The palette's steps are 51 apart; a grey may be nearer in all, with one channel further away.
  @Test func coloursComeBackWithinHalfAStepOfThePaletteAndGreysAsGreys() throws {
    var generator = RepeatableGenerator(seed: 9)
    let picture = RasterImage(width: 60, height: 50, channels: 3, pixels: generator.bytes(9000))
    let pixels = try #require(try decoded([picture]).frames.first)
    for start in stride(from: 0, to: pixels.count, by: 3) {
      let distances = (start..<start + 3).map { abs(Int(pixels[$0]) - Int(picture.pixels[$0])) }
      #expect(distances.reduce(0) { $0 + $1 * $1 } <= 3 * 26 * 26)
    }
    let greys = RasterImage(width: 256, height: 1, channels: 3, pixels: (0...255).flatMap { [$0, $0, $0] })
    let found = try #require(try decoded([greys]).frames.first)
    for start in stride(from: 0, to: found.count, by: 3) {
      #expect(found[start] == found[start + 1] && found[start] == found[start + 2])
      #expect(abs(Int(found[start]) - start / 3) <= 4)
    }
    let corners = RasterImage(width: 2, height: 1, channels: 3, pixels: [0, 0, 0, 255, 255, 255])
    #expect(try decoded([corners]).frames == [corners.pixels])
  }

  @Test func aSinglePictureDoesNotRepeat() throws {
    let gif = try decoded([RasterImage(width: 1, height: 1, channels: 1, pixels: [7])], delay: GIF.maximumDelay)
    #expect(!gif.repeatsForEver)
    #expect(gif.delays == [65535])
  }

  @Test func everyPixelOfAnEnlargedPictureIsASquare() {
    let picture = RasterImage(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 4, 5, 6])
    let row: [UInt8] = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]
    #expect(picture.enlarged(by: 2) == RasterImage(width: 4, height: 2, channels: 3, pixels: row + row))
    #expect(picture.enlarged(by: 1) == picture)
  }
}
