/// The chunks of a PNG file, one after the other, each with its length and checksum checked (PNG specification,
/// section 5.3). As a source of bytes it gives the compressed pixels, which may be cut anywhere into chunks.
final class PNGChunks: ByteSource {
  /// The type of the chunks that hold the compressed pixels, one directly after the other.
  static let dataType = "IDAT"

  /// The type of the current chunk; empty before the first.
  private(set) var type = ""
  /// Bytes of the current chunk's contents that are still to be read.
  private var left = 0
  /// Of the current chunk as far as it has been read.
  private var checksum = CRC32()
  private let file: InputFile

  private static let maximumLength = Int(Int32.max)
  private static let checksumLength = 4
  /// Unknown contents are skipped in pieces, so that they need no memory.
  private static let pieceSize = 1 << 16

  /// Reads chunks from where `file` stands, behind its signature.
  init(_ file: InputFile) {
    self.file = file
  }

  /// Whether a decoder that does not know the current chunk must give up: its type begins with a capital letter.
  var isCritical: Bool { type.utf8.first.map { $0 & 0x20 == 0 } ?? false }

  /// Finishes the current chunk, if there is one, and goes to the next.
  func advance() throws {
    if !type.isEmpty { try finish() }
    let start = file.position
    let prefix = try file.readBytes(8)
    guard prefix.count == 8 else { throw incomplete }
    guard prefix[4...].allSatisfy({ (0x41...0x5A).contains($0 & ~0x20) }) else {
      throw FileError(.badData, path: file.path, byteOffset: start, reason: "no chunk of a PNG file begins like this")
    }
    type = String(decoding: prefix[4...], as: UTF8.self)
    left = [UInt8].bigEndianValue(prefix)
    guard left <= Self.maximumLength, left <= file.size - file.position - Self.checksumLength else {
      throw FileError(
        .badData, path: file.path, byteOffset: start,
        reason: "the chunk \(type) would have \(bytesText(left)), but the file ends before; it may be incomplete")
    }
    checksum = CRC32()
    prefix[4...].withUnsafeBytes { checksum.update($0) }
  }

  /// The contents of the current chunk, which may have `maximumLength` bytes.
  func contents(maximumLength: Int) throws -> [UInt8] {
    guard left <= maximumLength else {
      throw FileError(
        .badData, path: file.path, byteOffset: file.position,
        reason: "the chunk \(type) has \(bytesText(left)), but at most \(maximumLength) are possible")
    }
    return try readPart(left)
  }

  /// The contents of the current chunk; `nil`, and the chunk is still to be skipped, if they are longer than that.
  func contents(ifNoLongerThan length: Int) throws -> [UInt8]? { left <= length ? try readPart(left) : nil }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count, type == Self.dataType {
      if left == 0 {
        try advance()
      } else {
        filled += try readPart(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...].prefix(left)))
      }
    }
    return filled
  }

  /// Goes past chunks of compressed pixels of which everything was read, or that were empty.
  func skipFinishedData() throws {
    while type == Self.dataType, left == 0 { try advance() }
  }

  /// Reads `count` bytes of the current chunk, which are left of it.
  private func readPart(_ count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      initializedCount = try readPart(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Fills `buffer`, which is no longer than what is left of the current chunk.
  private func readPart(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard try file.read(into: buffer) == buffer.count else { throw incomplete }
    checksum.update(UnsafeRawBufferPointer(buffer))
    left -= buffer.count
    return buffer.count
  }

  /// Goes past the current chunk, whose checksum must be right.
  func finish() throws {
    while left > 0 { _ = try readPart(min(left, Self.pieceSize)) }
    let place = file.position
    guard [UInt8].bigEndianValue(try file.readBytes(Self.checksumLength)) == Int(checksum.value) else {
      throw FileError(
        .badData, path: file.path, byteOffset: place,
        reason: "the checksum of the chunk \(type) before this place is wrong: the file is damaged")
    }
  }

  /// The error of a file that ends within its chunks.
  private var incomplete: FileError {
    FileError(.badData, path: file.path, reason: "the file ends before the chunk IEND; it may be incomplete")
  }
}
