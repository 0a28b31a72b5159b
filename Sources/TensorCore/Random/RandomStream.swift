/// A stream of random numbers with random access: element `i` depends on the seed, the purpose, the substream and `i`
/// alone. It is the same in any order of reading, on any machine, and in `scripts/reference/random_numbers.py`.
///
/// The numbers come from `Philox4x32`. The seed is its key; its counter's four words are, from the first:
///
/// | word | holds                                 |
/// | ---- | ------------------------------------- |
/// | 0    | the low 32 bits of the block's index  |
/// | 1    | the high 32 bits of the block's index |
/// | 2    | the substream                         |
/// | 3    | the purpose's raw value               |
///
/// A block has four 32-bit words, two 64-bit words, two uniform numbers, or two normal ones: these are readings of the
/// same bits, not independent of each other. A stream is read in one way only. Indices wrap around at 2^64.
public struct RandomStream: Sendable {
  private let generator: Philox4x32
  private let substream: UInt32
  private let purpose: RandomPurpose

  /// Makes the stream of a seed, a purpose and a substream.
  ///
  /// - Parameters:
  ///   - seed: the seed of the whole run.
  ///   - purpose: what the numbers are for.
  ///   - substream: tells apart the streams of one purpose; ``RandomPurpose`` says what it counts.
  public init(seed: UInt64, purpose: RandomPurpose, substream: UInt32 = 0) {
    generator = Philox4x32(key: seed)
    self.purpose = purpose
    self.substream = substream
  }

  /// The 32-bit word at an index: word `index % 4` of block `index / 4`, uniform over all values.
  public func uint32(at index: UInt64) -> UInt32 {
    let words = block(at: index >> 2)
    switch index & 3 {
    case 0: return words.0
    case 1: return words.1
    case 2: return words.2
    default: return words.3
    }
  }

  /// The 64-bit word at an index: the 32-bit words `2 * index`, its low half, and `2 * index + 1`, its high half.
  public func uint64(at index: UInt64) -> UInt64 {
    let pair = uint64Pair(at: index >> 1)
    return index & 1 == 0 ? pair.0 : pair.1
  }

  /// The number at an index, uniform over the multiples of 2^-53 in [0, 1): the upper 53 bits of the 64-bit word there.
  public func uniform(at index: UInt64) -> Double {
    Self.uniform(uint64(at: index))
  }

  /// Fills an array with elements of the stream that are uniform in a range.
  ///
  /// Element `i` is `low + (high - low) * uniform(at: i)`, calculated in `Double` and rounded once to `Float`. It
  /// cannot lie outside: the product is below the width even where the width was rounded up.
  ///
  /// - Parameters:
  ///   - destination: receives one element after the other; its length does not change.
  ///   - index: the stream's element that goes to the front.
  ///   - range: the range, with finite bounds.
  public func fillUniforms(_ destination: inout [Float], from index: UInt64 = 0, in range: ClosedRange<Float>) {
    destination.withUnsafeMutableBufferPointer { fillUniforms($0, from: index, in: range) }
  }

  /// Fills memory with elements of the stream that are uniform in a range, without any allocation: what tensors use.
  package func fillUniforms(
    _ destination: UnsafeMutableBufferPointer<Float>, from index: UInt64 = 0, in range: ClosedRange<Float>
  ) {
    let low = Double(range.lowerBound)
    let width = Double(range.upperBound) - low
    for position in destination.indices {
      destination[position] = Float(low + width * uniform(at: index &+ UInt64(position)))
    }
  }

  /// The two 64-bit words of a block.
  func uint64Pair(at blockIndex: UInt64) -> (UInt64, UInt64) {
    let words = block(at: blockIndex)
    return (UInt64(words.1) << 32 | UInt64(words.0), UInt64(words.3) << 32 | UInt64(words.2))
  }

  /// The upper 53 bits of a word as a multiple of 2^-53 in [0, 1), exactly.
  static func uniform(_ word: UInt64) -> Double {
    Double(word >> 11) * 0x1p-53
  }

  private func block(at index: UInt64) -> Philox4x32.Block {
    generator.block(
      counter: (
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32), substream, purpose.rawValue
      ))
  }
}
