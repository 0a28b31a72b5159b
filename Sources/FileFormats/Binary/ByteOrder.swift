extension [UInt8] {
  /// Turns the bytes of each number round, of which one has `size`.
  mutating func reverseGroups(of size: Int) {
    if size == 1 { return }
    for start in stride(from: 0, to: count, by: size) {
      for place in 0..<size / 2 { swapAt(start + place, start + size - 1 - place) }
    }
  }
}
