import Testing

@testable import CommandLineKit

/// What the parser makes of command lines that are right.
struct ArgumentParserTests {
  typealias Sample = SampleProgram

  func parse(_ arguments: String...) throws -> ParsedArguments {
    try Sample.bake().parse(["--flour", "rye"] + arguments)
  }

  @Test func absentParametersHaveTheirDefaults() throws {
    let arguments = try parse("a.txt")
    #expect(arguments[Sample.loaves] == 2)
    #expect(arguments[Sample.heat] == 220)
    #expect(arguments[Sample.salt] == 0.02)
    #expect(arguments[Sample.seed] == nil)
    #expect(arguments[Sample.crust] == .thin)
    #expect(arguments[Sample.note] == nil)
    #expect(arguments[Sample.quiet] == false)
    #expect(arguments[Sample.target] == nil)
  }

  @Test func givenValuesAreFoundByName() throws {
    let arguments = try parse("--heat", "1.5e2", "--note-for-the-customers=a=b c", "--quiet", "a.txt")
    #expect(arguments.value(of: "heat", as: Double.self) == 150)
    #expect(arguments.value(of: "note-for-the-customers", as: String.self) == "a=b c")
    #expect(arguments.value(of: "loaf-count", as: Int.self) == nil)
    #expect(arguments.wasGiven("quiet") && !arguments.wasGiven("loaf-count"))
  }

  @Test func givenParametersHaveTheirValues() throws {
    let arguments = try parse(
      "--loaf-count", "3", "--heat", "1.5e2", "--salt=0.5", "--seed", "18446744073709551615", "--crust=thick",
      "--note-for-the-customers=a=b", "--quiet", "a.txt", "shelf")
    #expect(arguments[Sample.loaves] == 3)
    #expect(arguments[Sample.heat] == 150)
    #expect(arguments[Sample.salt] == 0.5)
    #expect(arguments[Sample.seed] == .max)
    #expect(arguments[Sample.flour] == .rye)
    #expect(arguments[Sample.crust] == .thick)
    #expect(arguments[Sample.note] == "a=b")
    #expect(arguments[Sample.quiet])
    #expect(arguments[Sample.recipe] == "a.txt")
    #expect(arguments[Sample.target] == "shelf")
  }

  @Test func wasGivenTellsADefaultFromTheSameValueGiven() throws {
    let absent = try parse("a.txt")
    #expect(!absent.wasGiven(Sample.loaves))
    #expect(!absent.wasGiven(Sample.quiet))
    #expect(!absent.wasGiven(Sample.target))
    let given = try parse("--loaf-count", "2", "--quiet", "a.txt", "shelf")
    #expect(given.wasGiven(Sample.loaves))
    #expect(given.wasGiven(Sample.quiet))
    #expect(given.wasGiven(Sample.target))
  }

  @Test func optionsMayStandAnywhere() throws {
    let arguments = try parse("a.txt", "--quiet", "shelf", "--loaf-count=4")
    #expect(arguments[Sample.recipe] == "a.txt")
    #expect(arguments[Sample.target] == "shelf")
    #expect(arguments[Sample.loaves] == 4)
  }

  @Test func twoDashesEndTheOptions() throws {
    let arguments = try parse("--", "--quiet", "--")
    #expect(arguments[Sample.recipe] == "--quiet")
    #expect(arguments[Sample.target] == "--")
    #expect(!arguments[Sample.quiet])
  }

  @Test func oneDashAndNegativeNumbersAreValues() throws {
    let arguments = try parse("--note-for-the-customers", "-", "--offset", "-3", "-", "-.5")
    #expect(arguments[Sample.note] == "-")
    #expect(arguments[Sample.offset] == -3)
    #expect(arguments[Sample.recipe] == "-")
    #expect(arguments[Sample.target] == "-.5")
  }

  @Test func anAttachedValueMayLookLikeAnOption() throws {
    #expect(try parse("a.txt", "--note-for-the-customers=--quiet")[Sample.note] == "--quiet")
  }

  @Test func anOptionalValueMayBeLeftOut() throws {
    #expect(try parse("a.txt")[Sample.again] == nil)
    #expect(try parse("a.txt", "--again")[Sample.again] == "yesterday")
    #expect(try parse("a.txt", "--again", "--quiet")[Sample.again] == "yesterday")
    #expect(try parse("a.txt", "--again", "Sunday")[Sample.again] == "Sunday")
    #expect(try parse("a.txt", "--again=Sunday")[Sample.again] == "Sunday")
    #expect(try parse("--again", "--", "a.txt")[Sample.again] == "yesterday")
    #expect(try parse("a.txt", "--again").wasGiven(Sample.again))
  }

  @Test(arguments: [
    ("60000", 60_000), ("60_000", 60_000), ("60,000", 60_000), ("1_234_567", 1_234_567), ("6e4", 60_000),
    ("6E+4", 60_000), ("60k", 60_000), ("1.5k", 1500), ("2M", 2_000_000), ("1.25e2", 125), ("007", 7), ("0e9", 0),
    ("1.50k", 1500),
  ])
  func largeNumbersAreReadAsPeopleWriteThem(text: String, number: Int) throws {
    #expect(Int(argument: text) == number)
    #expect(UInt64(argument: text) == UInt64(number))
  }

  @Test(arguments: [
    "", "+", "-", "k", "e4", "1e", "1e-2", "1.5", "1.0", "1.2345k", "1__000", "_1", "1_", "10_00", "1,0", "1e4k",
    "1 000",
    "0x10", "1kk", "٣", "1.k", ".5k", "1e99999999999999999999",
  ])
  func whatIsNoWholeNumberIsRefused(text: String) {
    #expect(Int(argument: text) == nil)
  }

  @Test func aListGoesOnBehindItsCommas() throws {
    let arguments = try parse("--note-for-the-customers", "a,", "b", "a.txt")
    #expect(arguments[Sample.note] == "a,b")
    #expect(arguments[Sample.recipe] == "a.txt")
    #expect(try parse("--note-for-the-customers=a,", "b,", "c", "a.txt")[Sample.note] == "a,b,c")
    #expect(try parse("a.txt", "--note-for-the-customers", "a,", "--quiet")[Sample.note] == "a,")
  }

  @Test(arguments: [
    ("~", "/home/me"), ("~/a b", "/home/me/a b"), ("~you/a", "~you/a"), ("./~", "./~"), ("a~/b", "a~/b"),
  ])
  func aTildeIsTheHomeDirectory(text: String, path: String) throws {
    for arguments in [["--note-for-the-customers=\(text)", "r"], ["--note-for-the-customers", text, "r"]] {
      var parser = ArgumentParser(
        parameters: [Sample.note.parameter, Sample.recipe.parameter], arguments: arguments[...], home: "/home/me"
      ) { _, _ in nil }
      #expect(try parser.parse()[Sample.note] == path)
    }
  }

  @Test func anOptionOfAListMayBeRepeated() throws {
    let toppings = Option<[String]>(repeated: "topping", valueName: "name", help: "A topping.")
    let command = Command(name: "decorate", overview: "Decorate.", parameters: [toppings]) { _, _ in }
    #expect(try command.parse(["--topping", "salt", "--topping=poppy"])[toppings] == ["salt", "poppy"])
    #expect(throws: UsageError("Missing required option '--topping <name>'.")) { try command.parse([]) }
    #expect(throws: UsageError("'--topping' wants a non-empty text, not ''.")) { try command.parse(["--topping="]) }
  }

  @Test(arguments: ["1", "-3", "3", "+2", "0"])
  func numbersAreReadAsWritten(text: String) throws {
    #expect(try parse("a.txt", "--offset", text)[Sample.offset] == Int(text))
  }
}
