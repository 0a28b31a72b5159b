import Foundation
import TestSupport
import Testing

@testable import FileFormats

/// `contents` as one gzip member.
func gzip(_ contents: [UInt8]) throws -> [UInt8] {
  let deflater = try Deflater(.gzip, path: "test")
  try deflater.write(contents.span.bytes)
  return try deflater.finish()
}

/// Expects `body` to throw a ``FileError`` of the given kind, reason and place.
func expectFileError(
  _ kind: FileError.Kind, _ reason: String, at byteOffset: Int? = nil,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) {
  let error = #expect(throws: FileError.self, sourceLocation: sourceLocation) { try body() }
  #expect(error?.kind == kind, sourceLocation: sourceLocation)
  #expect(error?.reason == reason, sourceLocation: sourceLocation)
  #expect(error?.byteOffset == byteOffset, sourceLocation: sourceLocation)
}

/// A broken file, and what must be said about it.
struct BrokenFile: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let bytes: [UInt8]
  let offset: Int?
  let reason: String

  init(_ testDescription: String, _ bytes: [UInt8], at offset: Int? = nil, _ reason: String) {
    self.testDescription = testDescription
    self.bytes = bytes
    self.offset = offset
    self.reason = reason
  }
}

/// Numbers that look random and are the same each time (a linear congruential generator of Knuth's).
struct RepeatableGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 40) } }
}

/// A chunk of a PNG file.
func pngChunk(_ type: String, _ contents: [UInt8]) -> [UInt8] {
  let body = Array(type.utf8) + contents
  var checksum = CRC32()
  checksum.update(body.span.bytes)
  var chunk: [UInt8] = []
  chunk.appendBigEndian(UInt32(contents.count))
  chunk += body
  chunk.appendBigEndian(checksum.value)
  return chunk
}

/// A PNG file of filtered `rows`, one grey pixel if not said otherwise, with `extra` chunks before the pixels.
func pngFile(
  width: Int = 1, height: Int = 1, depth: UInt8 = 8, colourType: UInt8 = 0, interlacing: UInt8 = 0,
  extra: [UInt8] = [], rows: [UInt8]
) throws -> [UInt8] {
  let deflater = try Deflater(.zlib, path: "test")
  try deflater.write(rows.span.bytes)
  return pngFile(
    width: width, height: height, depth: depth, colourType: colourType, interlacing: interlacing, extra: extra,
    data: [try deflater.finish()])
}

/// The same of pixels that are compressed already, cut into chunks.
func pngFile(
  width: Int, height: Int, depth: UInt8 = 8, colourType: UInt8 = 0, interlacing: UInt8 = 0, extra: [UInt8] = [],
  data: [[UInt8]]
) -> [UInt8] {
  var header: [UInt8] = []
  header.appendBigEndian(UInt32(width))
  header.appendBigEndian(UInt32(height))
  header += [depth, colourType, 0, 0, interlacing]
  return PNG.signature + pngChunk("IHDR", header) + extra + data.flatMap { pngChunk("IDAT", $0) }
    + pngChunk("IEND", [])
}
