extension [UInt8] {
  /// Appends the `size` lowest bytes of a number, the least significant first, as GIF and ZIP want them.
  mutating func appendLittleEndian(_ value: Int, size: Int = 2) {
    for place in 0..<size { append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
  }

  /// The number that `size` bytes from a place on make, the least significant first, as GIF, BMP and ZIP have them;
  /// negative if it needs all 64 bits of eight bytes.
  func littleEndian(at place: Int, size: Int = 2) -> Int {
    self[place..<place + size].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
