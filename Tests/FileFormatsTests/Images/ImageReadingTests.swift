import CZlib
import Foundation
import TestSupport
import Testing

@testable import FileFormats

struct ImageReadingTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Made by `scripts/reference/make_picture_fixtures.py`, apart from the code under test.
  private static let pictures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Pictures").path
  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: pictures)) ?? []).sorted()

  @Test(arguments: EXIFOrientation.allCases)
  func aPNGFileIsTurnedUprightAsItsEXIFChunkSays(orientation: EXIFOrientation) throws {
    let directory = try TemporaryDirectory()
    let stored = RasterImage(width: 2, height: 3, channels: 1, pixels: [1, 2, 3, 4, 5, 6])
    let bytes = try PNG.encode(stored, path: "x")
    // One entry: the orientation, a short number.
    let tiff: [UInt8] = [
      0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation.rawValue), 0, 0, 0, 0, 0, 0,
    ]
    let (header, end) = (PNG.signature.count + 25, bytes.count - 12)
    let chunk = pngChunk("eXIf", tiff)
    for place in [header, end] {
      let path = try directory.create("x.png", [bytes[..<place], chunk[...], bytes[place...]].flatMap(\.self))
      #expect(try ImageFile.read(path: path, background: .white) == stored.upright(from: orientation))
    }
    // What cannot be understood, or is very long, is no reason to refuse the picture.
    for contents in [[1, 2, 3], tiff + [UInt8](repeating: 0, count: 1 << 20)] as [[UInt8]] {
      let path = try directory.create("y.png", Array(bytes[..<header]) + pngChunk("eXIf", contents) + bytes[header...])
      #expect(try ImageFile.read(path: path, background: .white) == stored)
    }
  }

  /// Of cameras with 24 and 33 million pixels, and of a telephone.
  @Test(arguments: [(6000, 4000), (7008, 4672), (5712, 4284)])
  func photographsAreNotTooLarge(width: Int, height: Int) throws {
    // A picture that has no pixels behind its header: it is refused for that, and not for its size.
    let path = try directory.create("photograph.pgm", "P5 \(width) \(height) 255\n".utf8)
    let error = #expect(throws: FileError.self) { _ = try ImageFile.read(path: path) }
    #expect(error?.reason.hasPrefix("the pixels would take at least \(width * height) bytes") == true)
    // A camera of 61 million pixels; reading its pictures takes more memory than a test should ask for.
    #expect(9504 * 6336 <= ImageFile.maximumPixelCount)
  }

  @Test func allPicturesAreThere() {
    #expect(Self.names.filter { $0.hasSuffix(".png") }.count == 52)
  }

  @Test(arguments: names.filter { $0.hasSuffix(".png") })
  func everyColourTypeBitDepthAndInterlacingOfPNG(name: String) throws {
    let stem = name.replacing("-adam7", with: "").dropLast(4)
    let expected = try #require(Self.names.first { $0 == "\(stem).pgm" || $0 == "\(stem).ppm" })
    let image = try ImageFile.read(path: "\(Self.pictures)/\(name)")
    #expect(try PortableAnyMap.encode(image) == bytes(ofFile: "\(Self.pictures)/\(expected)"))
  }

  @Test(arguments: 1...9, 1...9)
  func adam7WithEverySmallSizeWherePassesMayBeEmpty(width: Int, height: Int) throws {
    let pixels = (0..<width * height).map { UInt8($0 * 3) }
    var data: [UInt8] = []
    // The pass in which a pixel of an 8 x 8 square comes (PNG specification, section 8.2).
    let pattern = [
      "16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777",
    ].map { Array($0) }
    for pass in "1234567" {
      for row in 0..<height {
        let columns = (0..<width).filter { pattern[row % 8][$0 % 8] == pass }
        if !columns.isEmpty { data += [0] + columns.map { pixels[row * width + $0] } }
      }
    }
    let path = try directory.create("a.png", pngFile(width: width, height: height, interlacing: 1, rows: data))
    let image = try ImageFile.read(path: path)
    #expect(image == RasterImage(width: width, height: height, channels: 1, pixels: pixels))
  }

  /// The pixels are stored, not compressed, so that the stream can be made to end where zlib's input buffer does.
  @Test(arguments: 0...2)
  func theCompressedPixelsMayEndWithAFullBufferAndEmptyChunksMayFollow(form: Int) throws {
    let pixels = (0..<65524).map { UInt8(truncatingIfNeeded: $0 * $0 >> 4) }
    let row = [0] + pixels
    var stream: [UInt8] = [0x78, 0x01, 1]
    for length in [row.count, 65535 - row.count] { stream += [UInt8(length & 255), UInt8(length >> 8)] }
    stream += row
    stream.appendBigEndian(UInt32(adler32(1, row, UInt32(row.count))))
    #expect(stream.count == 1 << 16)
    let data = [[stream], [stream, [], []], [Array(stream[..<40000]), Array(stream[40000...])]][form]
    let path = try directory.create("full.png", pngFile(width: pixels.count, height: 1, data: data))
    #expect(try ImageFile.read(path: path).pixels == pixels)
  }

  @Test(arguments: [1, 3])
  func whatThisModuleWritesItReads(channels: Int) throws {
    var generator = RepeatableGenerator(seed: 5)
    let image = RasterImage(width: 13, height: 6, channels: channels, pixels: generator.bytes(13 * 6 * channels))
    let png = try directory.create("a", PNG.encode(image, path: "a"))
    #expect(try ImageFile.read(path: png) == image)
    let map = try directory.create("b", PortableAnyMap.encode(image))
    #expect(try ImageFile.read(path: map) == image)
  }

  @Test func aColouredBackgroundShowsThroughAndMakesATransparentGreyPictureColoured() throws {
    let half = try directory.create("half.png", pngFile(colourType: 4, rows: [0, 100, 51]))
    let background = RGBColour(red: 200, green: 0, blue: 50)
    #expect(try ImageFile.read(path: half, background: background).pixels == [180, 20, 60])
    #expect(try ImageFile.read(path: half, background: .black).pixels == [20])
    #expect(try ImageFile.read(path: half).pixels == [224])
    let opaque = try directory.create("opaque.png", pngFile(rows: [0, 100]))
    #expect(try ImageFile.read(path: opaque, background: background).pixels == [100])
  }

  static let maps: [(text: String, more: [UInt8], width: Int, channels: Int, pixels: [UInt8])] = [
    ("P1\n3 2\n1 0 1\n0 1 0\n", [], 3, 1, [0, 255, 0, 255, 0, 255]),
    ("P1 3 1 101", [], 3, 1, [0, 255, 0]),
    ("P2\n# made by hand\n2 1\n# the greatest\n15\n0 15\n", [], 2, 1, [0, 255]),
    ("P2 1 1 65535 32768", [], 1, 1, [128]),
    ("P3\n1 2\n100\n0 50 100\n100 0 1\n\n", [], 1, 3, [0, 128, 255, 255, 0, 3]),
    (
      "P4\n10 2\n", [0b1010_1010, 0b1100_0000, 0, 0xFF], 10, 1,
      [0, 255, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0]
    ),
    ("P5\n2 1\n255\n", [10, 200], 2, 1, [10, 200]),
    ("P5 2 1 255# a comment\n", [35, 10], 2, 1, [35, 10]),
    ("P5\t1 1\r65535\n", [0x80, 0x00], 1, 1, [128]),
    ("P5\n1 1 256 ", [1, 0], 1, 1, [255]),
    ("P6\n1 1\n51\n", [0, 51, 10], 1, 3, [0, 255, 50]),
  ]

  @Test(arguments: maps.indices)
  func pbmPGMAndPPMPlainAndBinary(index: Int) throws {
    let (text, more, width, channels, pixels) = Self.maps[index]
    let image = try ImageFile.read(path: try directory.create("a", Array(text.utf8) + more))
    #expect(image.width == width)
    #expect(image.channels == channels)
    #expect(image.pixels == pixels)
  }
}
