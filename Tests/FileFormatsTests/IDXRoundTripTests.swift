import TestSupport
import Testing

@testable import FileFormats

@Suite("IDX round trips")
struct IDXRoundTripTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func images(count: Int, rows: Int, columns: Int, channels: Int) -> IDXImages {
    var generator = RepeatableGenerator(seed: 1)
    return IDXImages(
      count: count, rows: rows, columns: columns, channels: channels,
      bytes: generator.bytes(count * rows * columns * channels))
  }

  @Test("Images come back as they were", arguments: [1, 3], [IDXCompression.none, .gzip])
  func images(channels: Int, compression: IDXCompression) throws {
    let images = images(count: 5, rows: 3, columns: 7, channels: channels)
    let path = directory.file("images")
    try images.write(to: path, compression: compression)
    #expect(try IDXImages(path: path) == images)
  }

  @Test("Labels come back as they were", arguments: [IDXCompression.none, .gzip])
  func labels(compression: IDXCompression) throws {
    let labels = IDXLabels(values: [3, 1, 4, 1, 5, 9])
    let path = directory.file("labels")
    try labels.write(to: path, compression: compression)
    #expect(try IDXLabels(path: path) == labels)
  }

  @Test("The bytes are those of the format")
  func format() throws {
    let path = directory.file("file")
    try IDXImages(count: 1, rows: 1, columns: 2, channels: 1, bytes: [7, 8]).write(to: path)
    #expect(try bytes(ofFile: path) == [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 8])
    try IDXImages(count: 1, rows: 1, columns: 1, channels: 3, bytes: [7, 8, 9]).write(to: path)
    #expect(try bytes(ofFile: path) == [0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9])
    try IDXLabels(values: [1, 2]).write(to: path)
    #expect(try bytes(ofFile: path) == [0, 0, 8, 1, 0, 0, 0, 2, 1, 2])
  }

  @Test("A compressed file carries no time and no name")
  func reproducible() throws {
    let path = directory.file("images.gz")
    try images(count: 2, rows: 2, columns: 2, channels: 1).write(to: path, compression: .gzip)
    #expect(try bytes(ofFile: path).prefix(8) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
  }

  @Test("An empty dimension is not written")
  func emptyDimension() {
    let path = directory.file("labels")
    expectFileError(.cannotCreate, "an IDX file cannot have a dimension of 0") {
      try IDXLabels(values: []).write(to: path)
    }
  }

  @Test("A limit reads the first images only", arguments: [-1, 0, 1, 3, 5, 6, Int.max], [IDXCompression.none, .gzip])
  func limit(limit: Int, compression: IDXCompression) throws {
    let images = images(count: 5, rows: 2, columns: 3, channels: 1)
    let path = directory.file("images")
    try images.write(to: path, compression: compression)
    let read = try IDXImages(path: path, limit: limit)
    #expect(read.count == min(max(limit, 0), 5))
    #expect(read.bytes == Array(images.bytes.prefix(read.count * 6)))
  }

  @Test("The members of a gzip file are read as one", arguments: [0, 1, 5, 16, 20, 46])
  func members(cut: Int) throws {
    let images = images(count: 5, rows: 2, columns: 3, channels: 1)
    let plain = directory.file("plain")
    try images.write(to: plain)
    let contents = try bytes(ofFile: plain)
    let path = try directory.create(
      "members.gz", gzip(Array(contents.prefix(cut))) + gzip([]) + gzip(Array(contents.dropFirst(cut))))
    #expect(try IDXImages(path: path) == images)
  }

  @Test("A file larger than zlib's buffers comes back")
  func large() throws {
    let images = images(count: 300, rows: 28, columns: 28, channels: 1)
    let path = directory.file("images.gz")
    try images.write(to: path, compression: .gzip)
    #expect(try IDXImages(path: path) == images)
  }
}
