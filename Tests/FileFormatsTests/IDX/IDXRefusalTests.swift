import TestSupport
import Testing

@testable import FileFormats

/// An image file of 2 x 2 x 3 bytes: a header of 16 bytes, then 12 bytes.
private let smallImages: [UInt8] =
  [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + Array(1...12)

/// A label file of 4 bytes behind a header of 8 bytes.
private let smallLabels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 4, 0, 9, 3, 1]

struct IDXRefusalTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  static let brokenImages = [
    BrokenFile("one byte", [0], "there is only 1 byte, which ends within the IDX header"),
    BrokenFile(
      "half a header", [0, 0, 8, 3, 0, 0, 0, 2, 0], "there are only 9 bytes, which end within the IDX header"),
    BrokenFile(
      "PNG", [0x89, 0x50, 0x4E, 0x47], at: 0,
      "this is not an IDX file: its first two bytes must be zero and are 0x89 and 0x50"),
    BrokenFile(
      "floats", [0, 0, 0x0D, 3], at: 2,
      "the file holds 32-bit floating-point numbers (type 0x0D), and images must be unsigned bytes (0x08)"),
    BrokenFile(
      "unknown type", [0, 0, 7, 3], at: 2,
      "the file holds values of an unknown type (type 0x07)"),
    BrokenFile(
      "labels", smallLabels, at: 3,
      "the number of dimensions is 1, but images have 3 (count, rows, columns) or 4 (and channels)"),
    BrokenFile(
      "five dimensions", [0, 0, 8, 5], at: 3,
      "the number of dimensions is 5, but images have 3 (count, rows, columns) or 4 (and channels)"),
    BrokenFile("no images", [0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3], at: 4, "dimension 1 of 3 is zero"),
    BrokenFile("no columns", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0], at: 12, "dimension 3 of 3 is zero"),
    BrokenFile(
      "overflow", [0, 0, 8, 4] + [UInt8](repeating: 0xFF, count: 16), at: 4,
      "the dimensions 4294967295 x 4294967295 x 4294967295 x 4294967295 are larger than any file can be"),
    BrokenFile(
      "absurd size", [0, 0, 8, 3] + [0x10, 0, 0, 0] + [0, 0, 4, 0] + [0, 0, 4, 0],
      "there are only 16 bytes, but the header announces 281474976710672 (16 and 268435456 x 1024 x 1024)"),
    BrokenFile(
      "short", smallImages.dropLast(),
      "there are only 27 bytes, but the header announces 28 (16 and 2 x 2 x 3)"),
    BrokenFile("long", smallImages + [0], "there are 29 bytes, but the header announces 28 (16 and 2 x 2 x 3)"),
  ]

  @Test(arguments: brokenImages)
  func aBrokenFileOfImagesIsRefused(_ example: BrokenFile) throws {
    let path = try directory.create("images", example.bytes)
    expectFileError(.badData, example.reason, at: example.offset) { _ = try IDXFile.readImages(path: path) }
  }

  @Test(arguments: brokenImages.dropLast(3))
  func aCompressedHeaderIsCheckedLikeAPlainOne(_ example: BrokenFile) throws {
    let path = try directory.create("images.gz", gzip(example.bytes))
    expectFileError(.badData, example.reason, at: example.offset) { _ = try IDXFile.readImages(path: path) }
  }

  @Test func imagesAreNoLabels() throws {
    let path = try directory.create("labels", smallImages)
    expectFileError(.badData, "the number of dimensions is 3, but labels have 1, or 2", at: 3) {
      _ = try IDXFile.readLabels(path: path)
    }
  }

  @Test(arguments: 0..<smallImages.count)
  func everyTruncationOfAPlainFileIsRefused(length: Int) throws {
    let path = try directory.create("images", Array(smallImages.prefix(length)))
    let error = #expect(throws: FileError.self) { _ = try IDXFile.readImages(path: path) }
    #expect(error?.kind == .badData)
  }

  @Test func everyTruncationOfACompressedFileIsRefused() throws {
    let compressed = try gzip(smallImages)
    for length in 0..<compressed.count {
      let path = try directory.create("images.gz", Array(compressed.prefix(length)))
      let error = #expect(throws: FileError.self, "length \(length)") { _ = try IDXFile.readImages(path: path) }
      #expect(error?.kind == .badData, "length \(length)")
    }
  }

  @Test func aDamagedGzipFileIsRefused() throws {
    let compressed = try gzip(smallImages)
    var wrongChecksum = compressed
    wrongChecksum[compressed.count - 8] ^= 1
    let path = try directory.create("images.gz", wrongChecksum)
    expectFileError(.badData, "the gzip data is damaged (incorrect data check)", at: compressed.count - 4) {
      _ = try IDXFile.readImages(path: path)
    }
    try directory.create("images.gz", compressed + [1])
    let error = #expect(throws: FileError.self) { _ = try IDXFile.readImages(path: path) }
    #expect(error?.kind == .badData)
    #expect(error?.reason.contains("gzip data") == true)
  }

  @Test func zerosBehindTheGzipDataArePassedOverAndNothingElseIs() throws {
    let compressed = try gzip(smallImages)
    for count in [1, 2, 512, 100_000] {
      let path = try directory.create("images.gz", compressed + [UInt8](repeating: 0, count: count))
      #expect(try IDXFile.readImages(path: path).bytes == Array(1...12))
      try directory.create("images.gz", compressed + [UInt8](repeating: 0, count: count) + [7])
      expectFileError(
        .badData, "something that is no gzip data follows \(count) zero bytes behind the gzip data",
        at: compressed.count + count
      ) { _ = try IDXFile.readImages(path: path) }
    }
  }

  @Test func aCompressedFileWithTooFewOrTooManyBytesIsRefused() throws {
    let path = try directory.create("images.gz", gzip(smallImages.dropLast(2)))
    expectFileError(
      .badData, "there are only 26 bytes after decompression, but the header announces 28 (16 and 2 x 2 x 3)"
    ) { _ = try IDXFile.readImages(path: path) }
    try directory.create("images.gz", gzip(smallImages + [0]))
    expectFileError(
      .badData, "there are more bytes after decompression, but the header announces 28 (16 and 2 x 2 x 3)"
    ) { _ = try IDXFile.readImages(path: path) }
  }

  @Test func aSmallCompressedFileCannotAnnounceALargeSize() throws {
    let bytes = try gzip([0, 0, 8, 3] + [0, 0, 0xFF, 0xFF] + [0, 0, 4, 0] + [0, 0, 4, 0])
    let path = try directory.create("images.gz", bytes)
    expectFileError(
      .badData,
      "the header announces 68718428176 bytes (65535 x 1024 x 1024), more than \(bytes.count) bytes of gzip data can "
        + "hold"
    ) { _ = try IDXFile.readImages(path: path) }
  }

  @Test func aGzipBombIsReadNoFurtherThanOneByteBeyondTheAnnouncedSize() throws {
    let path = try directory.create("images.gz", gzip(smallImages + [UInt8](repeating: 0, count: 10_000_000)))
    let file = try InputFile(path: path)
    let source = try InflatedInput(file, .gzip, path: path)
    #expect(try source.readBytes(29).count == 29)
    #expect(file.position <= 1 << 16)
    expectFileError(
      .badData, "there are more bytes after decompression, but the header announces 28 (16 and 2 x 2 x 3)"
    ) { _ = try IDXFile.readImages(path: path) }
  }
}
