import Testing

@testable import CommandLineKit

/// What is offered at each place of a command line.
struct CompletionRequestTests {
  private enum Colour: String, CaseIterable, ArgumentValue { case red, rose, green }

  private static let program = Command(
    name: "paint", overview: "Paint.",
    subcommands: [
      Command(
        name: "wall", overview: "Paint a wall. Or two.",
        parameters: [
          Argument<String>("FILE", help: "The wall."), Argument<Colour?>("shade", help: "Its colour."),
          Option<Colour?>("colour", valueName: "COLOUR", help: "The colour. It may be rose."),
          Option<String?>("names", valueName: "NAME,...", help: "Names."),
          Option<Int?>("coats", valueName: "N", withoutValue: 2, help: "Coats."), Flag("fast", help: "Hurry."),
        ]
      ) { _, _ in },
      Command(name: "watch", overview: "See it dry.") { _, _ in },
    ])

  private func answer(_ words: String..., keepsName: Bool = true) -> CompletionList {
    CompletionRequest(root: Self.program) { valueName in
      switch valueName {
      case "FILE": CompletionList([Completion("new/wall", "a wall")], paths: .files)
      case "NAME,...": CompletionList([Completion("ann"), Completion("bob")])
      default: CompletionList()
      }
    }.answer(words, keepsName: keepsName)
  }

  private func texts(_ words: String..., keepsName: Bool = true) -> [String] {
    CompletionRequest(root: Self.program) {
      $0 == "NAME,..." ? CompletionList([Completion("ann"), Completion("bob")]) : CompletionList()
    }
    .answer(words, keepsName: keepsName).completions.map(\.text)
  }

  @Test func subcommandsStandWhereOneIsWanted() {
    #expect(texts("") == ["wall", "watch", "help"])
    #expect(texts("wa") == ["wall", "watch"])
    #expect(texts("help", "wat") == ["watch"])
    #expect(texts("unknown", "w") == [])
  }

  @Test func optionsThatWereGivenAreNotOfferedAgain() {
    #expect(texts("wall", "--") == ["--colour", "--names", "--coats", "--fast", "--help"])
    #expect(texts("wall", "--fast", "--colour=red", "--") == ["--names", "--coats", "--help"])
    #expect(texts("wall", "--", "--") == [])
    #expect(texts("--v") == ["--version"])
  }

  @Test func valuesStandBehindTheirOption() {
    #expect(texts("wall", "--colour", "r") == ["red", "rose"])
    #expect(texts("wall", "--colour=ro") == ["--colour=rose"])
    #expect(texts("wall", "--colour=ro", keepsName: false) == ["rose"])
    #expect(texts("wall", "--colour", "=", "ro", keepsName: false) == ["rose"])
    #expect(texts("wall", "--colour", "=", keepsName: false) == ["red", "rose", "green"])
    #expect(texts("wall", "--unknown=r") == [])
  }

  @Test func ofAListTheLastEntryIsCompleted() {
    #expect(texts("wall", "--names", "a") == ["ann"])
    #expect(texts("wall", "--names", "bob,") == ["bob,ann", "bob,bob"])
    #expect(texts("wall", "--names=bob,a") == ["--names=bob,ann"])
  }

  @Test func argumentsAreCountedAndPathsLeftToTheShell() {
    #expect(answer("wall", "") == CompletionList([Completion("new/wall", "a wall")], paths: .files))
    #expect(answer("wall", "new/") == CompletionList(paths: .files))
    #expect(answer("wall", "w", "g") == CompletionList([Completion("green")]))
    #expect(answer("wall", "--fast", "w", "--colour", "red", "g") == CompletionList([Completion("green")]))
    #expect(answer("wall", "--coats", "3", "w", "g") == CompletionList([Completion("green")]))
    #expect(answer("wall", "w", "red", "g") == CompletionList())
  }

  @Test func theAnswerIsALineATextWithTheFirstSentenceOfItsMeaning() {
    #expect(answer("wall", "--col").lines == "none\n--colour\tThe colour")
    #expect(answer("wall", "").lines == "files\nnew/wall\ta wall")
  }

  @Test(arguments: Shell.allCases)
  func theScriptNamesTheProgramAndAsksIt(shell: Shell) {
    let script = shell.script(program: "paint")
    #expect(script.contains("__complete \(shell.rawValue)"))
    #expect(script.contains("_paint"))
    #expect(!script.contains("dcgan"))
  }
}
