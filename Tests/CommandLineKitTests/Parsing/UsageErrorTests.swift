import Testing

@testable import CommandLineKit

/// What a program says to command lines that make no sense: exact text on standard error, nothing on standard output,
/// exit code 64.
struct UsageErrorTests {
  static let ovenHint = """
    Usage: oven <subcommand>
    See 'oven --help' for more information.

    """
  static let bakeHint = """
    Usage: oven bake --flour <kind> [options...] <recipe> [<target>]
    See 'oven bake --help' for more information.

    """
  static let cleanHint = """
    Usage: oven clean
    See 'oven clean --help' for more information.

    """

  func expect(_ arguments: [String], toFailWith sentence: String, hint: String) throws {
    let result = try capture { SampleProgram.program().run(arguments, terminal: $0) }
    #expect(result == CapturedOutput(error: "Error: \(sentence)\n\(hint)", exitCode: .usage))
  }

  @Test(arguments: [
    (["bkae"], "Unknown subcommand 'bkae'. Did you mean 'bake'?"),
    (["hlep"], "Unknown subcommand 'hlep'. Did you mean 'help'?"),
    (["fry"], "Unknown subcommand 'fry'."),
    ([""], "Unknown subcommand ''."),
    (["help", "Bake"], "Unknown subcommand 'Bake'. Did you mean 'bake'?"),
    (["--versoin"], "Unknown option '--versoin'. Did you mean '--version'?"),
    (["--quiet", "bake"], "Unknown option '--quiet'. 'oven bake' has it."),
    (["--version=1"], "'--version' takes no value, but was given '1'."),
    (["--", "bake"], "Unexpected argument 'bake'."),
    (["-3"], "Unexpected argument '-3'."),
  ])
  func errorsOfTheProgramEndWithItsHint(arguments: [String], sentence: String) throws {
    try expect(arguments, toFailWith: sentence, hint: Self.ovenHint)
  }

  @Test(arguments: [
    (["--loaf-cuont", "3"], "Unknown option '--loaf-cuont'. Did you mean '--loaf-count'?"),
    (["--loaf-cuont=3"], "Unknown option '--loaf-cuont'. Did you mean '--loaf-count'?"),
    (["--loaf_count", "3"], "Unknown option '--loaf_count'. Did you mean '--loaf-count'?"),
    (["--loafCount", "3"], "Unknown option '--loafCount'. Did you mean '--loaf-count'?"),
    (["-quiet"], "Unknown option '-quiet'. Did you mean '--quiet'?"),
    (["--note", "x"], "Unknown option '--note'. Did you mean '--note-for-the-customers'?"),
    (["--recipe", "x"], "Unknown option '--recipe'."),
    (["-q"], "Unknown option '-q'. Did you mean '--quiet'?"),
    (["--version"], "Unknown option '--version'."),
    (["--=3"], "Unknown option '--'."),
    (["---"], "Unknown option '---'."),
    (["--help=1"], "'--help' takes no value, but was given '1'."),
    (["--quiet=1"], "'--quiet' takes no value, but was given '1'."),
    (["--quiet="], "'--quiet' takes no value, but was given ''."),
    (["--quiet", "--quiet"], "'--quiet' was given more than once."),
    (["--salt", "0", "--salt=0"], "'--salt' was given more than once."),
    (
      ["--loaf-cuont", "3", "--quiet", "--recipe=1", "--ink", "--recipe", "--", "--tail"],
      "Unknown options:\n  '--loaf-cuont': Did you mean '--loaf-count'?\n  '--recipe', '--ink': No option is like that."
    ),
    (["--loaf-count"], "Missing value for '--loaf-count <n>'."),
    (["--loaf-count", "--quiet"], "Missing value for '--loaf-count <n>'."),
    (["--loaf-count", "--", "3"], "Missing value for '--loaf-count <n>'."),
    (["--loaf-count", "ten"], "'--loaf-count' wants a whole number, not 'ten'."),
    (["--loaf-count="], "'--loaf-count' wants a whole number, not ''."),
    (["--loaf-count", "1.0"], "'--loaf-count' wants a whole number, not '1.0'."),
    (
      ["--loaf-count", "9223372036854775808"],
      "'--loaf-count' must be at least 1, and 9223372036854775808 is too large."
    ),
    (["--loaf-count", "1e99"], "'--loaf-count' must be at least 1, and 1e99 is too large."),
    (["--loaf-count", "1,0000"], "'--loaf-count' wants a whole number, not '1,0000'."),
    (["--loaf-count", "0"], "'--loaf-count' must be at least 1, not 0."),
    (["--offset", "-4"], "'--offset' must be from -3 to 3, not -4."),
    (["--offset", "4"], "'--offset' must be from -3 to 3, not 4."),
    (["--seed", "-1"], "'--seed' wants a whole number from 0 to 18446744073709551615, not '-1'."),
    (["--heat", "hot"], "'--heat' wants a finite number, not 'hot'."),
    (["--heat", "nan"], "'--heat' wants a finite number, not 'nan'."),
    (["--heat", "1e400"], "'--heat' must be greater than 0, and 1e400 is too large."),
    (["--heat", "1,5"], "'--heat' wants a finite number, not '1,5'. Numbers have a decimal point: '1.5'."),
    (["--heat", "0"], "'--heat' must be greater than 0, not 0."),
    (["--salt", "inf"], "'--salt' wants a finite number, not 'inf'."),
    (["--salt", "1e39"], "'--salt' must be at least 0 and less than 1, and 1e39 is too large."),
    (["--salt", "1"], "'--salt' must be at least 0 and less than 1, not 1."),
    (["--salt", "-0.1"], "'--salt' must be at least 0 and less than 1, not -0.1."),
    (["--flour", "chalk"], "'--flour' wants 'rye', 'spelt' or 'wheat', not 'chalk'."),
    (["--crust", "Thin"], "'--crust' wants 'thin' or 'thick', not 'Thin'. Did you mean 'thin'?"),
    (["--flour", "spelled"], "'--flour' wants 'rye', 'spelt' or 'wheat', not 'spelled'."),
    (["--note-for-the-customers", ""], "'--note-for-the-customers' wants a non-empty text, not ''."),
    (["--note-for-the-customers=\u{1B}[2J", "--x\u{1B}"], "Unknown option '--x\\u{1B}'."),
    (["--again", "--again"], "'--again' was given more than once."),
    (["--again="], "'--again' wants a non-empty text, not ''."),
    ([""], "'<recipe>' wants a non-empty text, not ''."),
    (["a.txt"], "Missing required option '--flour <kind>'."),
    (["--flour", "rye"], "Missing required argument '<recipe>'."),
    (
      ["a.txt", "shelf", "b.txt"],
      "Unexpected argument 'b.txt'. '<target>' is one argument, and is 'shelf' already: one with spaces needs quotation marks."
    ),
    (["--loaf-count", "-x"], "Missing value for '--loaf-count <n>'. If '-x' is the value, write '--loaf-count=-x'."),
  ])
  func errorsOfASubcommandEndWithItsHint(arguments: [String], sentence: String) throws {
    try expect(["bake"] + arguments, toFailWith: sentence, hint: Self.bakeHint)
  }

  @Test(arguments: [
    (["clean", "oven"], "Unexpected argument 'oven'."),
    (["clean", "help"], "Unexpected argument 'help'."),
    (["help", "clean", "oven"], "Unexpected argument 'oven'."),
  ])
  func errorsOfASubcommandWithoutParametersEndWithItsHint(arguments: [String], sentence: String) throws {
    try expect(arguments, toFailWith: sentence, hint: Self.cleanHint)
  }
}
