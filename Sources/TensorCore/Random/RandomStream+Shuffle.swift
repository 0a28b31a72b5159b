extension RandomStream {
  /// The numbers from 0 up to a count in random order, every order being equally likely.
  ///
  /// - Parameter count: how many; not negative.
  /// - Returns: the numbers, each once.
  public func shuffledIndices(count: Int) -> [Int] {
    var indices = Array(0..<count)
    shuffle(&indices)
    return indices
  }

  /// Puts an array's elements in random order, with no allocation.
  ///
  /// This is Durstenfeld's form of the Fisher-Yates shuffle: from the last element down to the second, each changes
  /// places with a random one of those up to and with itself. The 64-bit words are taken in order from index 0.
  ///
  /// - Parameter elements: the array. The result also depends on the order it comes in.
  public func shuffle<Element>(_ elements: inout [Element]) {
    var wordIndex: UInt64 = 0
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      let partner = integer(below: UInt64(last) + 1, nextWord: &wordIndex)
      elements.swapAt(last, Int(partner))
    }
  }

  /// A random integer below a bound, without bias.
  ///
  /// Source: D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019), with 64-bit words. The
  /// result is the upper half of the product of a word and the bound. Of the 2^64 words, those whose lower half of the
  /// product is below `2^64 mod bound` are one too many for some results, so they are passed over.
  ///
  /// - Parameters:
  ///   - bound: the result is less than this; positive.
  ///   - index: the index of the first 64-bit word to try; on return, of the first not tried.
  /// - Returns: an integer from 0 up to and without the bound.
  package func integer(below bound: UInt64, nextWord index: inout UInt64) -> UInt64 {
    let surplus = (0 &- bound) % bound
    while true {
      let product = uint64(at: index).multipliedFullWidth(by: bound)
      index &+= 1
      if product.low >= surplus {
        return product.high
      }
    }
  }
}
