import TensorCore

extension RandomGoldenValues {
  /// Elements of one stream from `start` on, as the bit patterns of `Float`s. The parameters are the mean and the
  /// standard deviation, or the bounds of the range.
  struct Elements: Sendable {
    let seed: UInt64
    let purpose: RandomPurpose
    let substream: UInt32
    let start: UInt64
    let parameters: (Double, Double)
    let bitPatterns: [UInt32]

    init(
      _ seed: UInt64, _ purpose: RandomPurpose, _ substream: UInt32, _ start: UInt64, _ first: Double,
      _ second: Double, _ bitPatterns: [UInt32]
    ) {
      self.seed = seed
      self.purpose = purpose
      self.substream = substream
      self.start = start
      self.parameters = (first, second)
      self.bitPatterns = bitPatterns
    }
  }

  /// The CRC-32 of ISO 3309, as zlib has it, over the little-endian bytes of integers.
  static func crc32(of values: some Sequence<some FixedWidthInteger & UnsignedInteger>) -> UInt32 {
    var remainder = UInt32.max
    for value in values {
      for shift in stride(from: 0, to: value.bitWidth, by: 8) {
        remainder ^= UInt32(truncatingIfNeeded: value >> shift) & 0xFF
        for _ in 0..<8 {
          remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0xEDB8_8320
        }
      }
    }
    return ~remainder
  }
}
