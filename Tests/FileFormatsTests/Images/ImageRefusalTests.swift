import TestSupport
import Testing

@testable import FileFormats

struct ImageRefusalTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  static let otherFormats: [BrokenFile] = [
    BrokenFile(
      "WebP", Array("RIFF\0\0\0\0WEBPVP8 ".utf8),
      "this is a WebP picture, which cannot be read; convert its folder to PNG, for instance with 'mogrify -format png "
        + "*.webp' of ImageMagick"),
    BrokenFile(
      "TIFF", Array("MM\0*\0\0\0\u{8}".utf8),
      "this is a TIFF picture, which cannot be read; convert its folder to PNG, for instance with 'mogrify -format png "
        + "*.tif' of ImageMagick"),
    BrokenFile(
      "HEIC", Array("\0\0\0\u{18}ftypheic".utf8),
      "this is a HEIC picture, which cannot be read; convert its folder to PNG, for instance with 'mogrify -format png "
        + "*.heic' of ImageMagick"),
    BrokenFile("text", Array("PNG".utf8), "this is no picture in PNG, JPEG, GIF, BMP, PGM, PPM or PBM format"),
    BrokenFile(
      "text that begins like BMP", Array("BMW, Opel, Volkswagen".utf8),
      "this is no picture in PNG, JPEG, GIF, BMP, PGM, PPM or PBM format"),
  ]

  private static func map(_ text: String) -> [UInt8] { Array(text.utf8) }

  static let maps: [BrokenFile] = [
    BrokenFile("no width", map("P5\n"), at: 3, "the width must stand here as a number"),
    BrokenFile("zero height", map("P5 3 0 255\n"), "the picture would have 3 x 0 pixels"),
    BrokenFile("2^63 columns", map("P5 9223372036854775808 1 255\n"), at: 3, "the width is too large"),
    BrokenFile(
      "large", map("P5 8193 8192 255\n"),
      "the picture has 8193 x 8192 pixels, but at most 67,108,864 can be read; make it smaller, for instance with "
        + "'magick "
        + "in.png -resize 1024x1024 out.png'"),
    BrokenFile("greatest value", map("P2 1 1 0 0"), at: 8, "the greatest value is 0, but it must be from 1 to 65535"),
    BrokenFile(
      "greatest value", map("P5 1 1 65536 00"), at: 12, "the greatest value is 65536, but it must be from 1 to 65535"),
    BrokenFile(
      "short", map("P5 4096 4096 255\n.."), at: 17,
      "the pixels would take at least 16777216 bytes, but only 2 follow the header"),
    BrokenFile(
      "short text", map("P2 9 9 255\n1 2"), at: 10,
      "the pixels would take at least 81 bytes, but only 4 follow the header"),
    BrokenFile("few values", map("P2 2 1 255\n1  "), at: 14, "a pixel's value must stand here as a number"),
    BrokenFile("unfinished header", map("P5 1 1 255"), at: 10, "a space or a line's end must follow the header"),
    BrokenFile(
      "unfinished comment", map("P5 1 1 255#"), at: 11,
      "the pixels would take at least 1 byte, but only 0 follow the header"),
    BrokenFile("long", map("P5 1 1 255\nab"), at: 12, "the file goes on after the last pixel"),
    BrokenFile("long text", map("P2 1 1 255\n1 2"), at: 13, "the file goes on after the last pixel"),
    BrokenFile(
      "value", map("P5 1 1 9\n\n"), at: 9, "a pixel has the value 10, but the header says that 9 is the greatest"),
    BrokenFile("bit", map("P1 2 1 12"), at: 8, "a pixel's value must stand here: 0 or 1"),
  ]

  static let pngs: [BrokenFile] = {
    func png(
      _ description: String, width: Int = 1, height: Int = 1, depth: UInt8 = 8, colourType: UInt8 = 0,
      interlacing: UInt8 = 0, extra: [UInt8] = [], rows: [UInt8] = [0, 7], at place: Int? = nil, _ reason: String
    ) -> BrokenFile {
      let file = try? pngFile(
        width: width, height: height, depth: depth, colourType: colourType, interlacing: interlacing, extra: extra,
        rows: rows)
      return BrokenFile(description, file ?? [], at: place, reason)
    }
    return [
      png("zero columns", width: 0, "the picture would have 0 x 1 pixels"),
      png(
        "many pixels", width: 1 << 31 - 1, height: 1 << 31 - 1,
        "the picture has 2147483647 x 2147483647 pixels, but at most 67,108,864 can be read; make it smaller, for "
          + "instance with 'magick in.png -resize 1024x1024 out.png'"),
      png(
        "bomb", width: 4096, height: 4096,
        "the header announces 4096 x 4096 pixels, more than 67 bytes can hold"),
      png("depth", depth: 16, colourType: 3, "PNG has no colour type 3 with 16 bits a sample"),
      png("colour type", colourType: 1, "PNG has no colour type 1 with 8 bits a sample"),
      png("interlacing", interlacing: 2, "the method of interlacing (2) is not known"),
      png("no palette", colourType: 3, "there is no palette"),
      png(
        "long palette", depth: 1, colourType: 3, extra: pngChunk("PLTE", [UInt8](repeating: 0, count: 9)), at: 41,
        "the chunk PLTE has 9 bytes, but at most 6 are possible"),
      png(
        "half a palette entry", colourType: 3, extra: pngChunk("PLTE", [1, 2, 3, 4]),
        "the palette has 4 bytes, which is no multiple of 3"),
      png(
        "colour beyond the palette", colourType: 3, extra: pngChunk("PLTE", [1, 2, 3]),
        "a pixel has a colour that is not in the palette"),
      png("transparency", extra: pngChunk("tRNS", [1]), "the chunk tRNS has 1 byte instead of 2"),
      png("unknown critical chunk", extra: pngChunk("CgBI", [1]), "the chunk CgBI cannot stand after the header"),
      png("filter", rows: [5, 7], "a row has the filter 5, which is not known"),
      png("few pixels", rows: [0], "there are fewer pixels than the header announces"),
      png("many rows", rows: [0, 7, 0], "there are more pixels than the header announces"),
      BrokenFile("no header", PNG.signature + pngChunk("IEND", []), "the first chunk must be IHDR, and is IEND"),
      BrokenFile("short header", PNG.signature + pngChunk("IHDR", [1]), "the chunk IHDR has 1 byte instead of 13"),
      BrokenFile("signature alone", PNG.signature, "the file ends before the chunk IEND; it may be incomplete"),
      BrokenFile(
        "chunk of 2^31 - 1 bytes", PNG.signature + [0x7F, 0xFF, 0xFF, 0xFF] + Array("IHDR".utf8), at: 8,
        "the chunk IHDR would have 2147483647 bytes, but the file ends before; it may be incomplete"),
      BrokenFile(
        "no chunk", PNG.signature + [UInt8](repeating: 0, count: 12), at: 8,
        "no chunk of a PNG file begins like this"),
    ]
  }()

  @Test(arguments: otherFormats + maps + pngs)
  func aPictureThatCannotBeUsedIsRefused(_ example: BrokenFile) throws {
    let path = try directory.create("picture", example.bytes)
    expectFileError(.badData, example.reason, at: example.offset) { _ = try ImageFile.read(path: path) }
  }

  @Test func everyTruncationAndEveryChangedByteOfAPNGFileIsRefused() throws {
    let file = try pngFile(
      width: 2, height: 2, depth: 4, colourType: 3,
      extra: pngChunk("PLTE", [1, 2, 3, 4, 5, 6]) + pngChunk("tRNS", [9]),
      rows: [0, 0x01, 2, 0x10])
    #expect(try ImageFile.read(path: directory.create("picture", file)).pixels.count == 12)
    var damaged = (0..<file.count).map { Array(file.prefix($0)) }
    for index in file.indices {
      damaged.append(file)
      damaged[damaged.count - 1][index] ^= 0x20
    }
    for bytes in damaged {
      let path = try directory.create("picture", bytes)
      let error = #expect(throws: FileError.self) { _ = try ImageFile.read(path: path) }
      #expect(error?.kind == .badData)
    }
  }
}
