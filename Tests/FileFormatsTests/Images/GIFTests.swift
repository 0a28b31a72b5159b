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

  @Test func picturesOfFewColoursComeBackToTheLetter() throws {
    var generator = RepeatableGenerator(seed: 9)
    let colours = (0..<256).map { _ in generator.bytes(3) }
    let frames = (0..<2).map { _ in
      RasterImage(
        width: 60, height: 50, channels: 3, pixels: generator.bytes(3000).flatMap { colours[Int($0)] })
    }
    #expect(try decoded(frames).frames == frames.map(\.pixels))
    let greys = RasterImage(width: 256, height: 1, channels: 3, pixels: (0...255).flatMap { [$0, $0, $0] })
    #expect(try decoded([greys]).frames == [greys.pixels])
  }

  /// Two soft gradients of many colours, in two frames: the palette goes where they are, in steps that the eye does not
  /// see. A fixed palette of 6 x 6 x 6 colours is off by up to 25 a channel.
  @Test func manyColoursComeBackCloseByOnePaletteForAllFrames() throws {
    let frames: [RasterImage] = (0..<2).map { number in
      let pixels = (0..<100 * 60).flatMap { place -> [UInt8] in
        let (x, y) = (place % 100, place / 100)
        return number == 0
          ? [UInt8(100 + x), UInt8(60 + y), UInt8(30 + (x + y) / 2)] : [UInt8(x), UInt8(200 - y), UInt8(180 - x / 2)]
      }
      return RasterImage(width: 100, height: 60, channels: 3, pixels: pixels)
    }
    let gif = try decoded(frames)
    for (found, frame) in zip(gif.frames, frames) {
      let distances = zip(found, frame.pixels).map { abs(Int($0) - Int($1)) }
      #expect(distances.max() ?? 0 <= 12)
      let squares = distances.reduce(0) { $0 + $1 * $1 }
      #expect(Double(squares) / Double(distances.count) < 12)
    }
    #expect(GIF.encode(frames, delay: 1) == GIF.encode(frames, delay: 1))
  }

  @Test func randomColoursComeBackAsCloseAs256ColoursAllow() throws {
    var generator = RepeatableGenerator(seed: 9)
    let picture = RasterImage(width: 60, height: 50, channels: 3, pixels: generator.bytes(9000))
    let pixels = try #require(try decoded([picture]).frames.first)
    let squares = zip(pixels, picture.pixels).reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
    // A cube of 256 levels cut into 256 equal ones of 40 levels a side: 40 * 40 / 12 a channel.
    #expect(Double(squares) / 9000 < 140)
  }

  @Test func eachFrameHasATimeOfItsOwn() throws {
    let frames = (0..<3).map { RasterImage(width: 1, height: 1, channels: 1, pixels: [$0]) }
    let gif = try #require(GIFDecoder(GIF.encode(frames, delays: [3, 65535, 0])))
    #expect(gif.delays == [3, 65535, 0])
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
