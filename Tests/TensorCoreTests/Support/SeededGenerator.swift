/// The generator SplitMix64 (Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014): a
/// test draws the same shapes and values every time.
struct SeededGenerator {
  private var state: UInt64

  init(seed: Int) {
    state = UInt64(bitPattern: Int64(seed))
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A whole number of a range.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() >> 32) % range.count
  }

  /// One of some values.
  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[integer(in: 0...elements.count - 1)]
  }

  /// Small whole numbers: sums of their products are exact in float32 as long as they stay below 2^24.
  mutating func integers(_ count: Int, in range: ClosedRange<Int> = -3...3) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(Float(integer(in: range))) }
    return values
  }

  /// Numbers of all bits, uniform between two bounds.
  mutating func floats(_ count: Int, from low: Float = -1, to high: Float = 1) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(low + (high - low) * Float(next() >> 40) * 0x1p-24) }
    return values
  }
}
