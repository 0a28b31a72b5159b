extension JPEGScan {
  /// The greatest length of a first coefficient's difference.
  static let maximumLength = 15

  /// Decodes all coefficients of a block (ITU-T T.81, section F.2.2). Returns `false` if the data make no sense.
  mutating func decodeSequential(_ block: Int, _ part: Int, _ coefficients: inout JPEGCoefficients) -> Bool {
    let place = block * JPEGFrame.blockSize
    guard let first = nextFirst(part) else { return false }
    coefficients.values[place] = Int16(truncatingIfNeeded: first)
    var index = 1
    var last = 0
    while index < JPEGFrame.blockSize {
      guard let symbol = bits.symbol(parts[part].others) else { return false }
      let (zeros, length) = (symbol >> 4, symbol & 15)
      if length == 0 {
        // Either sixteen zeros, or nothing but zeros up to the end.
        if zeros < 15 { break }
        index += 16
        continue
      }
      index += zeros
      guard index < JPEGFrame.blockSize else { return false }
      coefficients.values[place + zigzag[index]] = Int16(truncatingIfNeeded: bits.signed(length))
      last = index
      index += 1
    }
    coefficients.last[block] = UInt8(truncatingIfNeeded: last)
    return true
  }

  /// The first coefficient of a part's next block.
  mutating func nextFirst(_ part: Int) -> Int? {
    guard let length = bits.symbol(parts[part].first), length <= Self.maximumLength else { return nil }
    // Of 16 bits, as the coefficients are: no sum of differences overflows.
    parts[part].prediction = Int(Int16(truncatingIfNeeded: parts[part].prediction + bits.signed(length)))
    return parts[part].prediction
  }
}
