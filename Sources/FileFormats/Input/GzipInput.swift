import CZlib

/// The decompressed contents of a gzip file (RFC 1952), of one or several members.
///
/// zlib checks each member's CRC-32 and length as its end is read, so a reader that has seen the end of this source
/// has seen intact data.
final class GzipInput: ByteSource {
  /// The most bytes that one compressed byte can stand for: a match of 258 bytes takes at least two bits.
  static let greatestExpansion = 1032

  /// How a gzip file begins.
  static let magic: [UInt8] = [0x1F, 0x8B]

  private static let windowBitsForGzip: Int32 = 15 + 16
  private static let inputCapacity = 1 << 16
  /// zlib counts in 32 bits.
  private static let greatestOutput = 1 << 30

  private let file: InputFile
  /// Never moves: zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  /// Whether the bytes read so far end with a whole member.
  private var isBetweenMembers = false

  /// Decompresses `file` from its current position on.
  init(_ file: InputFile) throws {
    self.file = file
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: GzipInput.inputCapacity, alignment: 16)
    let status = inflateInit2_(
      stream, GzipInput.windowBitsForGzip, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw FileError(.inputOutput, path: file.path, reason: "zlib cannot start to decompress (status \(status))")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let start = buffer.baseAddress else { return 0 }
    var filled = 0
    while filled < buffer.count {
      if stream.pointee.avail_in == 0 { try refill() }
      if isBetweenMembers {
        if stream.pointee.avail_in == 0 { break }
        inflateReset(stream)
        isBetweenMembers = false
      }
      let room = min(buffer.count - filled, GzipInput.greatestOutput)
      stream.pointee.next_out = (start + filled).assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(room)
      let status = inflate(stream, Z_NO_FLUSH)
      filled += room - Int(stream.pointee.avail_out)
      switch status {
      case Z_OK: continue
      case Z_STREAM_END: isBetweenMembers = true
      default: throw damage(status)
      }
    }
    return filled
  }

  private func refill() throws {
    let count = try file.read(into: input)
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
  }

  private func damage(_ status: Int32) -> FileError {
    let offset = file.position - Int(stream.pointee.avail_in)
    switch status {
    case Z_BUF_ERROR:
      return FileError(
        .badData, path: file.path, byteOffset: offset,
        reason: "the file ends in the middle of its gzip data; it may be an incomplete download")
    case Z_MEM_ERROR:
      return FileError(.inputOutput, path: file.path, reason: "there is not enough memory to decompress it")
    default:
      let detail = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
      return FileError(
        .badData, path: file.path, byteOffset: offset, reason: "the gzip data is damaged (\(detail))")
    }
  }
}
