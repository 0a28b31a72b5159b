/// The four kinds of scans of a progressive picture (ITU-T T.81, section G.1.2). Each function returns `false` if the
/// data make no sense.
extension JPEGScan {
  /// The first coefficient of a block, without its lowest bits.
  mutating func decodeFirst(_ block: Int, _ part: Int, _ coefficients: inout JPEGCoefficients) -> Bool {
    guard let first = nextFirst(part) else { return false }
    coefficients.values[block * JPEGFrame.blockSize] = Int16(truncatingIfNeeded: first << header.lowestBit)
    return true
  }

  /// One more bit of the first coefficient.
  mutating func refineFirst(_ block: Int, _ coefficients: inout JPEGCoefficients) -> Bool {
    coefficients.values[block * JPEGFrame.blockSize] |= Int16(truncatingIfNeeded: bits.bits(1) << header.lowestBit)
    return true
  }

  /// The other coefficients of the band, without their lowest bits.
  mutating func decodeOthers(_ block: Int, _ coefficients: inout JPEGCoefficients) -> Bool {
    if emptyBlocks > 0 {
      emptyBlocks -= 1
      return true
    }
    let place = block * JPEGFrame.blockSize
    var index = header.band.lowerBound
    while index <= header.band.upperBound {
      guard let symbol = bits.symbol(parts[0].others) else { return false }
      let (zeros, length) = (symbol >> 4, symbol & 15)
      if length == 0, zeros < 15 {
        emptyBlocks = runOfEmptyBlocks(zeros) - 1
        break
      }
      index += zeros
      if length > 0 {
        guard index <= header.band.upperBound else { return false }
        let value = bits.signed(length) << header.lowestBit
        coefficients.values[place + zigzag[index]] = Int16(truncatingIfNeeded: value)
        extendBlock(block, to: index, &coefficients)
      }
      index += 1
    }
    return true
  }

  /// One more bit of the other coefficients of the band, and those that are no longer zero with it.
  mutating func refineOthers(_ block: Int, _ coefficients: inout JPEGCoefficients) -> Bool {
    var index = header.band.lowerBound
    while emptyBlocks == 0, index <= header.band.upperBound {
      guard let symbol = bits.symbol(parts[0].others) else { return false }
      let (zeros, length) = (symbol >> 4, symbol & 15)
      if length == 0, zeros < 15 {
        emptyBlocks = runOfEmptyBlocks(zeros)
        break
      }
      guard length <= 1 else { return false }
      let value = (length == 0 ? 0 : bits.bits(1) == 1 ? 1 : -1) << header.lowestBit
      guard let place = skipZeros(zeros, of: block, from: index, &coefficients) else {
        // The zeros fill the block to its end, and nothing follows them.
        guard length == 0 else { return false }
        return true
      }
      if length > 0 {
        coefficients.values[block * JPEGFrame.blockSize + zigzag[place]] = Int16(truncatingIfNeeded: value)
        extendBlock(block, to: place, &coefficients)
      }
      index = place + 1
    }
    if emptyBlocks > 0 {
      refine(block, from: index, &coefficients)
      emptyBlocks -= 1
    }
    return true
  }

  /// Goes past `count` coefficients that are zero, refining those between that are not, and returns the place of the
  /// next zero; `nil` if the band ends before.
  private mutating func skipZeros(
    _ count: Int, of block: Int, from first: Int, _ coefficients: inout JPEGCoefficients
  ) -> Int? {
    var left = count
    for index in first...header.band.upperBound {
      let place = block * JPEGFrame.blockSize + zigzag[index]
      if coefficients.values[place] != 0 {
        refineValue(&coefficients.values[place])
      } else if left == 0 {
        return index
      } else {
        left -= 1
      }
    }
    return nil
  }

  /// Refines the coefficients of a block that are not zero, from a place on.
  private mutating func refine(_ block: Int, from first: Int, _ coefficients: inout JPEGCoefficients) {
    // Behind the last that is not zero there is nothing to do, which keeps many scans of empty blocks cheap.
    let end = min(header.band.upperBound, Int(coefficients.last[block]))
    guard first <= end else { return }
    for index in first...end {
      let place = block * JPEGFrame.blockSize + zigzag[index]
      if coefficients.values[place] != 0 { refineValue(&coefficients.values[place]) }
    }
  }

  private mutating func refineValue(_ value: inout Int16) {
    guard bits.bits(1) == 1 else { return }
    let bit = Int16(truncatingIfNeeded: 1 << header.lowestBit)
    guard value & bit == 0 else { return }
    value = value > 0 ? value &+ bit : value &- bit
  }

  /// How many blocks from this one on have nothing new, by the upper half of the symbol that said so.
  private mutating func runOfEmptyBlocks(_ length: Int) -> Int { 1 << length + bits.bits(length) }

  private func extendBlock(_ block: Int, to index: Int, _ coefficients: inout JPEGCoefficients) {
    if index > Int(coefficients.last[block]) { coefficients.last[block] = UInt8(truncatingIfNeeded: index) }
  }
}
