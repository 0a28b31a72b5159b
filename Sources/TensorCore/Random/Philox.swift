/// The counter-based generator Philox4x32-10: a keyed bijection of 128-bit counters whose outputs pass the BigCrush
/// battery of statistical tests. It has no state to advance, so any position's numbers can be had at once.
///
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC'11, section 3.3.
package struct Philox4x32: Sendable {
  /// Four 32-bit words: a counter, or the random words it is mapped to.
  package typealias Block = (UInt32, UInt32, UInt32, UInt32)

  private static let roundCount = 10
  private static let multipliers: (UInt32, UInt32) = (0xD251_1F53, 0xCD9E_8D57)
  /// What is added to the key after each round: the fractional parts of the golden ratio and of the square root of 3.
  private static let keyIncrements: (UInt32, UInt32) = (0x9E37_79B9, 0xBB67_AE85)

  private let key: (UInt32, UInt32)

  /// Makes the generator of one key.
  ///
  /// - Parameter key: the key's two words; the low half is the first.
  package init(key: UInt64) {
    self.key = (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
  }

  /// The four random words of a counter.
  ///
  /// - Parameter counter: the counter's four words, the first one the least significant.
  /// - Returns: four words, each uniform over all 2^32 values.
  package func block(counter: Block) -> Block {
    var words = counter
    var roundKey = key
    for _ in 0..<Self.roundCount {
      let first = Self.multipliers.0.multipliedFullWidth(by: words.0)
      let second = Self.multipliers.1.multipliedFullWidth(by: words.2)
      words = (second.high ^ words.1 ^ roundKey.0, second.low, first.high ^ words.3 ^ roundKey.1, first.low)
      roundKey = (roundKey.0 &+ Self.keyIncrements.0, roundKey.1 &+ Self.keyIncrements.1)
    }
    return words
  }
}
