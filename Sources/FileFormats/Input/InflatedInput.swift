import CZlib

/// The decompressed contents of a gzip file (RFC 1952), of one or several members, or of one zlib stream (RFC 1950) or
/// bare stream (RFC 1951).
///
/// zlib checks each checksum as its end is read, so a reader that has seen the end of this source has seen intact data;
/// a bare stream has none. Zeros may follow the last member of a gzip file, as blocks of tapes were filled up, and as
/// gzip itself passes over them.
final class InflatedInput: ByteSource {
  /// The most bytes that one compressed byte can stand for: a match of 258 bytes takes at least two bits.
  static let maximumExpansion = 1032

  /// How a gzip file begins.
  static let gzipMagic: [UInt8] = [0x1F, 0x8B]

  private static let inputCapacity = 1 << 16
  /// zlib counts in 32 bits.
  private static let maximumOutput = 1 << 30

  private let source: any ByteSource
  private let container: Deflater.Container
  private let path: String
  /// Never moves: zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  /// Compressed bytes taken from the source so far.
  private var taken = 0
  /// Whether the bytes read so far end with a whole gzip member, or with the zlib stream.
  private var isBetweenMembers = false

  /// Decompresses what follows in `source`; `path` is the file that an error speaks of.
  init(_ source: any ByteSource, _ container: Deflater.Container, path: String) throws {
    self.source = source
    self.container = container
    self.path = path
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: InflatedInput.inputCapacity, alignment: 16)
    let status = inflateInit2_(stream, container.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw FileError(
        status == Z_MEM_ERROR ? .outOfMemory : .inputOutput, path: path,
        reason: "zlib cannot start to decompress (status \(status))")
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
      if isBetweenMembers, container != .gzip { break }
      if stream.pointee.avail_in == 0 { try refill() }
      if isBetweenMembers {
        guard try findNextMember() else { break }
        inflateReset(stream)
        isBetweenMembers = false
      }
      let room = min(buffer.count - filled, InflatedInput.maximumOutput)
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

  /// Whether another member follows, and not the end, or zeros up to the end.
  private func findNextMember() throws -> Bool {
    var zeros = 0
    while true {
      if stream.pointee.avail_in == 0 { try refill() }
      guard stream.pointee.avail_in > 0, let next = stream.pointee.next_in else { return false }
      if next.pointee != 0 { break }
      stream.pointee.next_in = next + 1
      stream.pointee.avail_in -= 1
      zeros += 1
    }
    guard zeros == 0 else {
      throw FileError(
        .badData, path: path, byteOffset: taken - Int(stream.pointee.avail_in),
        reason: "something that is no gzip data follows \(zeros) zero bytes behind the gzip data")
    }
    return true
  }

  private func refill() throws {
    let count = try source.read(into: input)
    taken += count
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
  }

  private func damage(_ status: Int32) -> FileError {
    if status == Z_MEM_ERROR {
      return FileError(.outOfMemory, path: path, reason: "there is not enough memory to decompress it")
    }
    let detail = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
    switch container {
    case .gzip:
      return FileError(
        .badData, path: path, byteOffset: taken - Int(stream.pointee.avail_in),
        reason: status == Z_BUF_ERROR
          ? "the file ends in the middle of its gzip data; it may be an incomplete download"
          : "the gzip data is damaged (\(detail))")
    case .zlib:
      // The stream lies in pieces in its file, so that a place in it is none in the file.
      return FileError(
        .badData, path: path,
        reason: status == Z_BUF_ERROR
          ? "the compressed pixels end too early" : "the compressed pixels are damaged (\(detail))")
    case .raw:
      return FileError(
        .badData, path: path,
        reason: status == Z_BUF_ERROR
          ? "the compressed data end too early" : "the compressed data are damaged (\(detail))")
    }
  }
}
