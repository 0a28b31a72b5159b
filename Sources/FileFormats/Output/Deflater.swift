import CZlib

/// Compresses bytes that are fed piece by piece into one array.
///
/// The result depends on the bytes, on how they were cut, and on the version of zlib, and on nothing else: the header
/// of a gzip file gets neither a name nor a time.
final class Deflater {
  /// The wrapping of the compressed data; the numbers are those by which zlib knows it ("windowBits").
  enum Container: Int32 {
    /// RFC 1950, as in PNG.
    case zlib = 15
    /// RFC 1952.
    case gzip = 31
    /// RFC 1951 alone, as in ZIP, without a checksum.
    case raw = -15
  }

  private static let memoryLevel: Int32 = 8
  private static let outputCapacity = 1 << 16
  /// zlib counts in 32 bits.
  private static let maximumInput = 1 << 30

  private let path: String
  /// Never moves: zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawBufferPointer
  private var compressed: [UInt8] = []

  /// Starts to compress at `level` (1 is fast, 9 small); `path` is what an error speaks of.
  init(_ container: Container, level: Int32 = 6, path: String) throws {
    self.path = path
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(byteCount: Deflater.outputCapacity, alignment: 16)
    let status = deflateInit2_(
      stream, level, Z_DEFLATED, container.rawValue, Deflater.memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw failure(status) }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// Feeds `bytes`.
  func write(_ bytes: RawSpan) throws {
    try bytes.withUnsafeBytes { buffer in
      var fed = 0
      while fed < buffer.count {
        let count = min(buffer.count - fed, Deflater.maximumInput)
        // zlib only reads its input, though its older headers do not say so.
        let start = buffer.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + fed) }
        stream.pointee.next_in = start?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
        try drain(flush: Z_NO_FLUSH)
        fed += count
      }
    }
  }

  /// Hands out what is compressed so far and forgets it.
  func takeOutput() -> [UInt8] {
    defer { compressed = [] }
    return compressed
  }

  /// Ends the stream and returns all of it that was not taken.
  func finish() throws -> [UInt8] {
    stream.pointee.avail_in = 0
    try drain(flush: Z_FINISH)
    return compressed
  }

  /// Runs zlib until it leaves room in the output: then all input is taken, or, with `Z_FINISH`, all output is out.
  private func drain(flush: Int32) throws {
    repeat {
      stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(output.count)
      let status = deflate(stream, flush)
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw failure(status) }
      compressed.append(contentsOf: output[..<(output.count - Int(stream.pointee.avail_out))])
    } while stream.pointee.avail_out == 0
  }

  private func failure(_ status: Int32) -> FileError {
    FileError(.inputOutput, path: path, reason: "zlib cannot compress (status \(status))")
  }
}
