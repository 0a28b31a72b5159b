import CZlib

/// The CRC-32 of gzip and PNG (polynomial 0x04C11DB7, reflected), fed piece by piece.
struct CRC32 {
  /// The checksum of everything fed so far.
  private(set) var value: UInt32 = 0

  /// Feeds `bytes`.
  mutating func update(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Feeds `bytes`.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    // A null address would reset the checksum instead of feeding nothing.
    guard let address = bytes.baseAddress else { return }
    value = UInt32(
      truncatingIfNeeded: crc32_z(UInt(value), address.assumingMemoryBound(to: UInt8.self), z_size_t(bytes.count)))
  }

  /// Feeds what another checksum has been fed, so many bytes.
  mutating func append(_ other: CRC32, byteCount: Int) {
    value = UInt32(truncatingIfNeeded: crc32_combine(UInt(value), UInt(other.value), numericCast(byteCount)))
  }

  /// The checksum as eight lower-case hexadecimal digits.
  var hexadecimal: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }
}
