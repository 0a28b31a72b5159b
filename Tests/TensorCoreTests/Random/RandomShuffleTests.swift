import TensorCore
import Testing

struct RandomShuffleTests {
  @Test(arguments: RandomGoldenValues.shuffles)
  func ordersEqualPythons(_ golden: (seed: UInt64, epoch: UInt32, order: [Int])) {
    let stream = RandomStream(seed: golden.seed, purpose: .shuffle, substream: golden.epoch)
    #expect(stream.shuffledIndices(count: golden.order.count) == golden.order)
  }

  @Test func aLongOrderEqualsPythons() {
    var order = Array(Int32(0)..<10_000)
    RandomStream(seed: 3, purpose: .shuffle, substream: 12).shuffle(&order)
    let crc32 = RandomGoldenValues.crc32(of: order.map { UInt32(bitPattern: $0) })
    #expect(crc32 == RandomGoldenValues.longShuffleCRC32)
  }

  @Test func everyNumberAppearsOnce() {
    for count in [0, 1, 2, 3, 100, 5000] {
      let order = RandomStream(seed: 8, purpose: .shuffle).shuffledIndices(count: count)
      #expect(order.sorted() == Array(0..<count), "count \(count)")
    }
  }

  /// Each of the 24 orders of four elements is found `n / 24` times, with the variance `n / 24 (1 - 1/24)`.
  @Test func everyOrderIsEquallyLikely() {
    let count = 12_000
    var frequencies: [[Int]: Int] = [:]
    for epoch in 0..<UInt32(count) {
      frequencies[RandomStream(seed: 9, purpose: .shuffle, substream: epoch).shuffledIndices(count: 4), default: 0] += 1
    }
    let expected = Double(count) / 24
    #expect(frequencies.count == 24)
    for (order, frequency) in frequencies {
      #expect(abs(Double(frequency) - expected) <= 5 * (expected * 23 / 24).squareRoot(), "order \(order)")
    }
  }

  @Test func boundedIntegersEqualPythons() {
    let stream = RandomStream(seed: 5, purpose: .evaluation)
    var wordIndex: UInt64 = 0
    for (bound, values) in RandomGoldenValues.boundedIntegers {
      let drawn = values.map { _ in stream.integer(below: bound, nextWord: &wordIndex) }
      #expect(drawn == values, "bound \(bound)")
    }
    let drawnCount = RandomGoldenValues.boundedIntegers.count * 4
    #expect(wordIndex > drawnCount, "No word was passed over, so that rejection was not tried.")
  }
}
