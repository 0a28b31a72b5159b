extension [UInt8] {
  /// Appends the two bytes of a number below 2^16, the least significant first, as GIF wants them.
  mutating func appendLittleEndian(_ value: Int) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
  }

  /// The number that `size` bytes from a place on make, the least significant first, as GIF and BMP have them.
  func littleEndian(at place: Int, size: Int = 2) -> Int {
    self[place..<place + size].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
