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

  @Test(arguments: ["1", "-3", "3", "+2", "0"])
  func numbersAreReadAsWritten(text: String) throws {
    #expect(try parse("a.txt", "--offset", text)[Sample.offset] == Int(text))
  }
}
