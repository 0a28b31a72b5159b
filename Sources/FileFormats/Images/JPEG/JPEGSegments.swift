/// Goes through a JPEG file from marker to marker.
struct JPEGSegments {
  let bytes: [UInt8]
  let path: String
  /// Where reading goes on.
  var position: Int
  /// Where the current segment's marker or contents begin, for messages.
  private(set) var start = 0

  /// Begins behind the marker `SOI`.
  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
    position = 2
  }

  /// Goes past the next marker, and past whatever stands before it: fill bytes, which the format allows, and strays,
  /// which some cameras leave.
  /// - Throws: ``FileError`` if there is none.
  mutating func nextMarker() throws -> UInt8 {
    while position + 1 < bytes.count {
      let (first, second) = (bytes[position], bytes[position + 1])
      if first == JPEGMarker.prefix, second != 0, second != JPEGMarker.prefix {
        start = position
        position += 2
        return second
      }
      position += 1
    }
    throw FileError(
      .badData, path: path,
      reason: "the file ends before the picture does (there is no marker EOI); it may be incomplete"
    )
  }

  /// The contents of the segment behind the marker that was just read.
  /// - Throws: ``FileError`` if its length is impossible.
  mutating func contents() throws -> ArraySlice<UInt8> {
    guard position + 2 <= bytes.count else { throw fault("the file ends with half a segment; it may be incomplete") }
    let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
    guard length >= 2 else { throw fault("a segment would have \(bytesText(length)), but its length alone takes 2") }
    guard length <= bytes.count - position else {
      throw fault("a segment would have \(bytesText(length)), but the file ends before; it may be incomplete")
    }
    defer { position += length }
    return bytes[position + 2..<position + length]
  }

  /// An error about the current segment.
  func fault(_ reason: String) -> FileError {
    FileError(.badData, path: path, byteOffset: start, reason: reason)
  }
}
