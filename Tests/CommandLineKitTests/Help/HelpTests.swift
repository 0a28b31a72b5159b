import Testing

@testable import CommandLineKit

/// The exact text of the help, and every way to ask for it.
struct HelpTests {
  static let ovenHelp = """
    OVERVIEW: Bake bread, and keep the oven clean.

    USAGE: oven <subcommand>

    OPTIONS:
      --version               Show the version.
      -h, --help              Show help information.

    SUBCOMMANDS:
      bake                    Bake bread by a recipe.
      clean                   Clean the oven.

      See 'oven help <subcommand>' for detailed help.

    """

  static let bakeHelp = """
    OVERVIEW: Bake bread by a recipe.

    The oven is heated first. Bread that is not fetched in time is kept warm, but it
    does not get any better by it.

    For example:
      oven bake --flour rye sourdough.txt

    USAGE: oven bake --flour <kind> [options...] <recipe> [<target>]

    ARGUMENTS:
      <recipe>                The recipe's file.
      <target>                Where to put the loaves.

    OPTIONS:
      --loaf-count <n>        Loaves in the oven. (default: 2)
      --heat <degrees>        Temperature of the oven, in degrees Celsius. (default:
                              220)
      --salt <share>          Salt. (default: 0.02)
      --offset <n>            Shelf. (default: 0)
      --seed <n>              Seed of the pattern in the crust.
      --flour <kind>          What to bake it of. (values: rye, spelt, wheat;
                              required)
      --crust <kind>          The crust. (values: thin, thick; default: thin)
      --note-for-the-customers <text>
                              A note, pinned to each loaf.
      --again [<day>]         Bake as on that day, or as yesterday.
      --quiet                 Say nothing.
      -h, --help              Show help information.

    """

  static let bakeHelpInFortyColumns = """
    OVERVIEW: Bake bread by a recipe.

    The oven is heated first. Bread that is
    not fetched in time is kept warm, but it
    does not get any better by it.

    For example:
      oven bake --flour rye sourdough.txt

    USAGE: oven bake --flour <kind>
    [options...] <recipe> [<target>]

    ARGUMENTS:
      <recipe>
          The recipe's file.
      <target>
          Where to put the loaves.

    OPTIONS:
      --loaf-count <n>
          Loaves in the oven. (default: 2)
      --heat <degrees>
          Temperature of the oven, in
          degrees Celsius. (default: 220)
      --salt <share>
          Salt. (default: 0.02)
      --offset <n>
          Shelf. (default: 0)
      --seed <n>
          Seed of the pattern in the crust.
      --flour <kind>
          What to bake it of. (values: rye,
          spelt, wheat; required)
      --crust <kind>
          The crust. (values: thin, thick;
          default: thin)
      --note-for-the-customers <text>
          A note, pinned to each loaf.
      --again [<day>]
          Bake as on that day, or as
          yesterday.
      --quiet
          Say nothing.
      -h, --help
          Show help information.

    """

  static let cleanHelpInTwentyColumns = """
    OVERVIEW: Clean the
    oven.

    USAGE: oven clean

    OPTIONS:
      -h, --help
          Show help
          information.

    """

  @Test(arguments: [[], ["--help"], ["-h"], ["help"], ["help", "help"], ["--unknown", "--help"], ["help", "-h"]])
  func everyWayToAskGivesTheProgramsHelp(arguments: [String]) throws {
    let result = try capture { SampleProgram.program().run(arguments, terminal: $0) }
    #expect(result == CapturedOutput(output: Self.ovenHelp))
  }

  @Test(arguments: [
    ["bake", "--help"], ["bake", "-h"], ["help", "bake"], ["bake", "--loaf-count", "--help"], ["bake", "a", "b", "-h"],
    ["help", "bake", "--help"],
  ])
  func everyWayToAskGivesASubcommandsHelp(arguments: [String]) throws {
    let result = try capture { SampleProgram.program().run(arguments, terminal: $0) }
    #expect(result == CapturedOutput(output: Self.bakeHelp))
  }

  @Test func descriptionsStandUnderTheNamesOnANarrowScreen() throws {
    let result = try capture(environment: ["COLUMNS": "40"]) {
      SampleProgram.program().run(["help", "bake"], terminal: $0)
    }
    #expect(result == CapturedOutput(output: Self.bakeHelpInFortyColumns))
  }

  @Test(arguments: ["1", "19", "20"])
  func narrowerThanTwentyColumnsIsTwenty(columns: String) throws {
    let result = try capture(environment: ["COLUMNS": columns]) {
      SampleProgram.program().run(["help", "clean"], terminal: $0)
    }
    #expect(result == CapturedOutput(output: Self.cleanHelpInTwentyColumns))
  }

  @Test(arguments: 20...200)
  func noLineIsTooLongOrEndsInASpace(width: Int) {
    let path = CommandPath(root: SampleProgram.bake())
    // Neither a parameter's name nor an indented line is ever broken.
    let unbreakable = ["--note-for-the-customers <text>", "  oven bake --flour rye sourdough.txt"]
    let lines = HelpFormatter(path: path, width: width).help.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines where !unbreakable.contains(where: line.hasSuffix) {
      #expect(line.count <= width)
    }
    #expect(!lines.contains { $0.hasSuffix(" ") })
  }

  @Test(arguments: [["--version"], ["--unknown", "--version"]])
  func everyWayToAskGivesTheVersion(arguments: [String]) throws {
    let result = try capture { SampleProgram.program().run(arguments, terminal: $0) }
    #expect(result == CapturedOutput(output: "oven 1.2.3\n"))
  }

  @Test func helpAfterTwoDashesIsAValue() throws {
    let result = try capture { terminal in
      SampleProgram.program { arguments, terminal in try terminal.print(arguments[SampleProgram.recipe]) }
        .run(["bake", "--flour", "rye", "--", "--help"], terminal: terminal)
    }
    #expect(result == CapturedOutput(output: "--help\n"))
  }
}
