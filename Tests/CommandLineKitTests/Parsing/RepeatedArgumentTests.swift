import Testing

@testable import CommandLineKit

/// A positional argument that takes all that are left.
struct RepeatedArgumentTests {
  private static let oven = Argument<String>("oven", help: "The oven.")
  private static let toppings = Argument<[Int]>(repeated: "topping", help: "The toppings.", isRequired: false)
  private static let size = Option<Int>("size", valueName: "N", default: 1, help: "The size.")
  private static let command = Command(
    name: "bake", overview: "Bake.", parameters: [oven, toppings, size], run: { _, _ in })

  private func parse(_ arguments: String...) throws -> ParsedArguments { try Self.command.parse(arguments) }

  @Test func valuesAreCollectedInTheirOrderAroundOptionsAndNoneIsAnEmptyList() throws {
    #expect(try parse("hot")[Self.toppings] == [])
    let parsed = try parse("hot", "3", "--size", "2", "1", "3")
    #expect(parsed[Self.toppings] == [3, 1, 3] && parsed[Self.oven] == "hot" && parsed[Self.size] == 2)
  }

  @Test func eachValueIsCheckedAndNoneMayBeLackingWhereOneIsRequired() {
    #expect(throws: UsageError("'<topping>' wants a whole number, not 'x'.")) { try parse("hot", "1", "x") }
    let required = Argument<[Int]>(repeated: "topping", help: "The toppings.")
    #expect(throws: UsageError("Missing required argument '<topping> ...'.")) {
      try Command(name: "bake", overview: "Bake.", parameters: [required], run: { _, _ in }).parse([])
    }
  }

  @Test func helpManualAndCompletionShowThatThereMayBeMore() {
    let root = Command(name: "cook", overview: "Cook.", subcommands: [Self.command])
    #expect(CommandPath(root: root, subcommand: Self.command).usage == "cook bake [options...] <oven> [<topping> ...]")
    let page = ManualPage.pages(of: root, date: "May 1, 2026", exitCodes: []).last?.text ?? ""
    #expect(page.contains("\n.Op Ar \"topping\" ...\n") && page.contains("\n.It Ar \"topping\" ...\n"))
    let request = CompletionRequest(root: root) { $0 == "topping" ? CompletionList([Completion("7")]) : .init() }
    #expect(request.answer(["bake", "hot", "1", "2", ""]).completions.map(\.text) == ["7"])
  }
}
