import TestSupport
import Testing

@testable import FileFormats

struct BMPAndGIFTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A BMP file with a header of 40 bytes and what follows it.
  private static func bmp(
    width: Int = 2, height: Int = 1, bits: Int = 8, compression: Int = 0, colours: Int = 2, pixels: Int = 62,
    _ rest: [UInt8]
  ) -> [UInt8] {
    func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    let sizes = number(width) + number(height) + number(1 | bits << 16)
    let header =
      number(40) + sizes + number(compression) + number(0) + number(0) + number(0) + number(colours) + number(0)
    return Array("BM".utf8) + number(0) + number(0) + number(pixels) + header + rest
  }

  private static let twoColours: [UInt8] = [10, 20, 30, 0, 40, 50, 60, 0]

  static let bmps: [BrokenFile] = [
    BrokenFile("header", Array(bmp([]).prefix(50)), "the file ends before its header does; it may be incomplete"),
    BrokenFile("no columns", bmp(width: 0, twoColours), "the picture would have 0 x 1 pixels"),
    BrokenFile("negative width", bmp(width: -1, twoColours), "the picture would have -1 x 1 pixels"),
    BrokenFile(
      "2^31 rows", bmp(height: -1 << 31, twoColours),
      "the picture has 2 x 2147483648 pixels, but at most 67,108,864 can be read; make it smaller, for instance with "
        + "'magick in.png -resize 1024x1024 out.png'"),
    BrokenFile(
      "embedded JPEG", bmp(compression: 4, twoColours),
      "a BMP picture with 8 bits a pixel and the compression 4 cannot be read; convert its folder to PNG, for instance "
        + "with 'mogrify -format png *.bmp' of ImageMagick"),
    BrokenFile(
      "3 bits", bmp(bits: 3, twoColours),
      "a BMP picture with 3 bits a pixel and the compression 0 cannot be read; convert its folder to PNG, for instance "
        + "with 'mogrify -format png *.bmp' of ImageMagick"),
    BrokenFile(
      "start", bmp(pixels: 1 << 31, twoColours),
      "the pixels would begin at byte 2147483648, which lies outside; the file may be incomplete"),
    BrokenFile(
      "start in the header", bmp(pixels: 20, twoColours),
      "the pixels would begin at byte 20, which lies outside; the file may be incomplete"),
    BrokenFile(
      "few pixels", bmp(height: 4096, twoColours + [0, 1, 0, 0]),
      "the pixels would take 16382 bytes, but the file has only 4 for them"),
    BrokenFile(
      "beyond the palette", bmp(twoColours + [1, 2, 0, 0]), "a pixel has a colour that is not in the palette"),
    BrokenFile(
      "runs for a large picture", bmp(width: 4096, height: 4096, compression: 1, twoColours + [0, 1]),
      "the header announces 4096 x 4096 pixels, more than 64 bytes can hold"),
    BrokenFile(
      "runs without an end", bmp(width: 9, height: 2, compression: 1, twoColours + [9, 1]),
      "the file ends before the last pixel; it may be incomplete"),
    BrokenFile(
      "half a jump", bmp(width: 9, height: 2, compression: 1, twoColours + [0, 2, 1]),
      "the file ends before the last pixel; it may be incomplete"),
  ]

  /// A GIF file with a screen of 2 x 1 pixels and two colours, and what follows them.
  private static func gif(_ rest: [UInt8], width: UInt8 = 2, flags: UInt8 = 0x80) -> [UInt8] {
    Array("GIF89a".utf8) + [width, 0, 1, 0, flags, 0, 0] + (flags == 0 ? [] : [1, 1, 1, 9, 8, 7]) + rest
  }

  /// A picture of the whole screen with the codes of the pixels 1 and 0: clear (4), 1, 0, end (5), of three bits each.
  private static let picture: [UInt8] = [0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0b0000_1100, 0b1010, 0]

  static let gifs: [BrokenFile] = [
    BrokenFile(
      "cut", Array(gif([]).prefix(10)), at: 0, "the file ends before the first picture does; it may be incomplete"),
    BrokenFile(
      "no picture", gif([0x3B]), at: 20, "no block of a GIF file begins like this, and no picture has come so far"),
    BrokenFile("no palette", gif(picture, flags: 0), at: 23, "there is no palette"),
    BrokenFile("no rows", gif([0x2C, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0]), "the picture would have 0 x 0 pixels"),
    BrokenFile(
      "large", gif([0x2C, 0xFF, 0xFF, 0xFF, 0xFF, 2, 0, 1, 0, 0]), at: nil,
      "the picture has 65537 x 65536 pixels, but at most 16,777,216 can be read; make it smaller, for instance with "
        + "'magick in.png -resize 1024x1024 out.png'"),
    BrokenFile(
      "large around a pixel", gif([0x2C, 0xFF, 0x0F, 0, 0x10, 1, 0, 1, 0, 0]), at: nil,
      "the picture has 4096 x 4097 pixels, but at most 16,777,216 can be read; make it smaller, for instance with "
        + "'magick in.png -resize 1024x1024 out.png'"),
    BrokenFile(
      "bomb", gif([0x2C, 0, 0, 0, 0, 0, 16, 0, 16, 0]), at: 29,
      "the header announces 4096 x 4096 pixels, more than 29 bytes can hold"),
    BrokenFile(
      "code size", gif(Array(picture.prefix(10)) + [9, 0]), at: 30, "the codes begin with 9 bits, not with 1 to 8"),
    BrokenFile(
      "few pixels", gif(Array(picture.prefix(11)) + [1, 0b0000_1100, 0]), at: 33,
      "the compressed pixels before this place are damaged, or fewer than the header announces"),
    BrokenFile(
      "beyond the palette", gif(Array(picture.prefix(11)) + [2, 0b0001_1100, 0b1010, 0]), at: 34,
      "a pixel has a colour that is not in the palette"),
    BrokenFile(
      "unknown code", gif(Array(picture.prefix(11)) + [2, 0b0011_1100, 0b1010, 0]), at: 34,
      "the compressed pixels before this place are damaged, or fewer than the header announces"),
  ]

  @Test(arguments: bmps + gifs)
  func aPictureThatCannotBeReadIsRefusedInASentence(_ example: BrokenFile) throws {
    let path = try directory.create("picture", example.bytes)
    expectFileError(.badData, example.reason, at: example.offset) { _ = try ImageFile.read(path: path) }
  }

  @Test func runsOfABMPFileMayJumpAndLackTheirEnd() throws {
    // A row with a jump over two pixels, which have the first colour, and a row that is filled to its end.
    let data: [UInt8] = [1, 1, 0, 2, 2, 0, 1, 1, 0, 0, 4, 1]
    let path = try directory.create("a.bmp", Self.bmp(width: 4, height: 2, compression: 1, Self.twoColours + data))
    let (first, second): ([UInt8], [UInt8]) = ([30, 20, 10], [60, 50, 40])
    let expected = second + second + second + second + second + first + first + second
    #expect(try ImageFile.read(path: path).pixels == expected)
  }

  @Test func aPictureOfAGIFFileMayLeavePartsOfTheScreenFree() throws {
    var frame = Self.picture
    frame[1] = 1
    let path = try directory.create("a.gif", Self.gif([0x21, 0xFE, 1, 65, 0, 0] + frame, width: 5))
    let image = try ImageFile.read(path: path, background: RGBColour(red: 3, green: 4, blue: 5))
    #expect(image.width == 5 && image.height == 1)
    #expect(image.pixels == [3, 4, 5, 9, 8, 7, 1, 1, 1, 3, 4, 5, 3, 4, 5])
  }

  @Test(arguments: [1, 3])
  func theFirstFrameOfWhatThisModuleWritesIsRead(channels: Int) throws {
    var generator = RepeatableGenerator(seed: 6)
    let frames = (0..<2).map { _ in
      // Of the palette's own colours, all levels are multiples of 51.
      let values = generator.bytes(70 * 90 * channels).map { channels == 1 ? $0 : $0 / 51 * 51 }
      return RasterImage(width: 70, height: 90, channels: channels, pixels: values)
    }
    let path = try directory.create("a.gif", GIF.encode(frames, delay: 3))
    #expect(try ImageFile.read(path: path) == frames[0])
  }
}
