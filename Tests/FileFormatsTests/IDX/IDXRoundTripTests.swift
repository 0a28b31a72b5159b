import TestSupport
import Testing

@testable import FileFormats

struct IDXRoundTripTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func images(count: Int, height: Int, width: Int, channels: Int) -> ImageSet {
    var generator = RepeatableGenerator(seed: 1)
    return ImageSet(
      count: count, height: height, width: width, channels: channels,
      bytes: generator.bytes(count * height * width * channels))
  }

  @Test(arguments: [1, 3], [IDXFile.Compression.none, .gzip])
  func imagesComeBackAsTheyWere(channels: Int, compression: IDXFile.Compression) throws {
    let images = images(count: 5, height: 3, width: 7, channels: channels)
    let path = directory.file("images")
    try IDXFile.write(images, to: path, compression: compression)
    #expect(try IDXFile.readImages(path: path) == images)
  }

  @Test(arguments: [IDXFile.Compression.none, .gzip])
  func labelsComeBackAsTheyWere(compression: IDXFile.Compression) throws {
    let labels: [UInt8] = [3, 1, 4, 1, 5, 9]
    let path = directory.file("labels")
    try IDXFile.write(labels: labels, to: path, compression: compression)
    #expect(try IDXFile.readLabels(path: path) == labels)
  }

  @Test func theBytesAreThoseOfTheFormat() throws {
    let path = directory.file("file")
    try IDXFile.write(
      ImageSet(count: 1, height: 1, width: 2, channels: 1, bytes: [7, 8]), to: path)
    #expect(try bytes(ofFile: path) == [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 8])
    try IDXFile.write(
      ImageSet(count: 1, height: 1, width: 1, channels: 3, bytes: [7, 8, 9]), to: path)
    #expect(try bytes(ofFile: path) == [0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9])
    try IDXFile.write(labels: [1, 2], to: path)
    #expect(try bytes(ofFile: path) == [0, 0, 8, 1, 0, 0, 0, 2, 1, 2])
  }

  @Test func aCompressedFileCarriesNoTimeAndNoName() throws {
    let path = directory.file("images.gz")
    try IDXFile.write(images(count: 2, height: 2, width: 2, channels: 1), to: path, compression: .gzip)
    #expect(try bytes(ofFile: path).prefix(8) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
  }

  @Test func anEmptyDimensionIsNotWritten() {
    let path = directory.file("labels")
    expectFileError(.cannotCreate, "an IDX file cannot have a dimension of 0") {
      try IDXFile.write(labels: [], to: path)
    }
  }

  @Test(arguments: [-1, 0, 1, 3, 5, 6, Int.max], [IDXFile.Compression.none, .gzip])
  func aLimitReadsTheFirstImagesOnly(limit: Int, compression: IDXFile.Compression) throws {
    let images = images(count: 5, height: 2, width: 3, channels: 1)
    let path = directory.file("images")
    try IDXFile.write(images, to: path, compression: compression)
    let read = try IDXFile.readImages(path: path, limit: limit)
    #expect(read.count == min(max(limit, 0), 5))
    #expect(read.bytes == Array(images.bytes.prefix(read.count * 6)))
  }

  @Test(arguments: [0, 1, 5, 16, 20, 46])
  func theMembersOfAGzipFileAreReadAsOne(cut: Int) throws {
    let images = images(count: 5, height: 2, width: 3, channels: 1)
    let plain = directory.file("plain")
    try IDXFile.write(images, to: plain)
    let contents = try bytes(ofFile: plain)
    let path = try directory.create(
      "members.gz", gzip(Array(contents.prefix(cut))) + gzip([]) + gzip(Array(contents.dropFirst(cut))))
    #expect(try IDXFile.readImages(path: path) == images)
  }

  @Test func aFileLargerThanZlibsBuffersComesBack() throws {
    let images = images(count: 300, height: 28, width: 28, channels: 1)
    let path = directory.file("images.gz")
    try IDXFile.write(images, to: path, compression: .gzip)
    #expect(try IDXFile.readImages(path: path) == images)
  }
}
