import Testing

@testable import CommandLineKit

struct TextWrappingTests {
  @Test(arguments: [
    (1, ["one", "two", "three"]), (6, ["one", "two", "three"]), (7, ["one two", "three"]), (9, ["one two", "three"]),
    (12, ["one two", "three"]), (13, ["one two three"]), (200, ["one two three"]),
  ])
  func wordsFillTheLines(width: Int, lines: [String]) {
    #expect("one two three".wrapped(to: width) == lines)
  }

  @Test func longWordsAreNotBroken() {
    #expect("a very/long/path b".wrapped(to: 5) == ["a", "very/long/path", "b"])
  }

  @Test func spacesAreNotKept() {
    #expect(" a \n b  ".wrapped(to: 80) == ["a b"])
    #expect("".wrapped(to: 80) == [])
  }

  @Test func paragraphsAreWrappedOneByOneAndIndentedLinesKept() {
    let text = """
      One two
      three four.

      Five:
        six  seven eight nine
      ten
      """
    let lines = ["One two three", "four.", "", "Five:", "  six  seven eight nine", "ten"]
    #expect(text.wrappedParagraphs(to: 13) == lines)
  }

  @Test func commandLinesInMessagesStayInOnePiece() {
    let text = "Done. See it with: eat a --out b; eat c 'd e'\nshort  line\nTry 'eat all of it' and others"
    #expect(
      text.wrappedLines(to: 20, keeping: "eat") == [
        "Done. See it with:", "eat a --out b;", "eat c 'd e'", "short  line", "Try 'eat all of it'", "and others",
      ])
  }

  @Test func controlCharactersAreMadeVisible() {
    #expect("a\u{1B}[31mb\u{7}\u{9B}\nü\t".escapingControlCharacters == "a\\u{1B}[31mb\\u{07}\\u{009B}\nü\\t")
    #expect("a\nb\u{1B}".escapingControlCharactersAndLineEnds == "a\\nb\\u{1B}")
  }
}
