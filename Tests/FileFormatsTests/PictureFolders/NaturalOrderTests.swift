import Testing

@testable import FileFormats

struct NaturalOrderTests {
  /// In their order.
  private static let names = [
    "", "-1", "0", "00", "001", "01", "1", "1a", "02", "2", "10", "99999999999999999998", "99999999999999999999", "A1",
    "a", "a1", "a1b", "a2", "a10", "a10b2", "a10b10", "b", "\u{E9}",
  ]

  @Test func numbersInNamesCountAsNumbersAndNoTwoNamesAreEqual() {
    for (place, name) in Self.names.enumerated() {
      for (otherPlace, other) in Self.names.enumerated() {
        #expect(name.precedesNaturally(other) == (place < otherPlace), "\(name) and \(other)")
      }
    }
  }
}
