import Testing

@testable import CommandLineKit

/// Options that may be given more than once.
struct RepeatedOptionTests {
  private static let topping = Option<[Int]>(
    repeated: "topping", valueName: "N", help: "A topping. May be repeated.", isRequired: false)
  private static let size = Option<Int>("size", valueName: "N", default: 1, help: "The size.")

  private func parse(_ arguments: String...) throws -> ParsedArguments {
    try Command(
      name: "bake", overview: "Bake.", parameters: [Self.topping, Self.size], run: { _, _ in }
    ).parse(arguments)
  }

  @Test func valuesAreCollectedInTheirOrderAndNoneIsAnEmptyList() throws {
    #expect(try parse()[Self.topping] == [])
    #expect(try parse("--topping", "3", "--size", "2", "--topping=1", "--topping", "3")[Self.topping] == [3, 1, 3])
    #expect(try parse("--topping", "7").wasGiven(Self.topping))
    #expect(!(try parse("--size", "7").wasGiven(Self.topping)))
  }

  @Test func eachValueIsCheckedAndOtherOptionsMayStillBeGivenOnceAlone() {
    #expect(throws: UsageError("'--topping' wants a whole number, not 'x'.")) {
      try parse("--topping", "1", "--topping", "x")
    }
    #expect(throws: UsageError("'--size' was given more than once.")) { try parse("--size", "1", "--size", "1") }
  }

  @Test func anUnknownNameWithinAValueIsAnsweredWithTheNearestOrWithAll() {
    let names = ["learning-rate", "beta1"]
    #expect(
      UsageError(unknownName: "learning_rate", in: "'--change'", among: names).description
        == "'--change' does not know 'learning_rate'. Did you mean 'learning-rate'?")
    #expect(
      UsageError(unknownName: "x", in: "'--change'", among: names).description
        == "'--change' does not know 'x'. It knows: learning-rate, beta1.")
  }
}
