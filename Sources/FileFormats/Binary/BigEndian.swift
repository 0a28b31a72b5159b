extension [UInt8] {
  /// Appends the four bytes of `value`, the most significant first, as IDX and PNG want them.
  mutating func appendBigEndian(_ value: UInt32) {
    for shift in stride(from: UInt32(24), through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// The number that the first four bytes of `bytes` make, the most significant first.
  static func bigEndianValue(_ bytes: some Sequence<UInt8>) -> Int {
    bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }
}
