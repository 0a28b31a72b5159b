import Testing

@testable import GAN

/// The parts of a flat buffer that ranks own.
struct RankPartsTests {
  @Test(arguments: [0, 1, 15, 16, 17, 64, 1000, 1 << 20], [1, 2, 4, 64])
  func everyValueIsInOnePartAndPartsBeginAtVectors(count: Int, ranks: Int) {
    let parts = RankParts(count: count, ranks: ranks)
    var next = 0
    for rank in 0..<ranks {
      #expect(parts[rank].lowerBound == next && (next.isMultiple(of: 16) || parts[rank].isEmpty))
      #expect(parts[rank].count <= parts[0].count)
      next = parts[rank].upperBound
    }
    #expect(next == count)
  }
}
