import FileFormats
import Testing

struct TextTests {
  @Test(arguments: [
    ("runs/tiny-dcgan28-001", "runs/tiny-dcgan28-001"), ("", "''"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#),
    ("$HOME;ls", "'$HOME;ls'"), ("größe", "'größe'"), ("a\nb", #"$'a\x0ab'"#),
    ("-x", "./-x"), ("-a b", "'./-a b'"),
    (#"it's caf\xE9"#, #"$'it\'s caf\xe9'"#),
  ])
  func aWordForTheShellIsQuotedIfItNeedsIt(text: String, word: String) { #expect(text.shellQuoted == word) }

  @Test(arguments: [
    (0.0006, "0.001"), (0, "0.000"), (12.3456, "12.346"), (-0.5, "-0.500"), (-0.0001, "0.000"), (.nan, "-"),
    (.infinity, "-"), (1e300, "-"),
  ])
  func numbersHaveSoManyDecimalsWithAPoint(value: Double, text: String) { #expect(value.text(decimals: 3) == text) }

  @Test(arguments: [(0, "000"), (7, "007"), (123, "123"), (12345, "12345")])
  func numbersHaveAtLeastSoManyDigits(value: Int, text: String) { #expect(value.text(digits: 3) == text) }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1000, "-1,000"), (1_234_567, "1,234,567"),
    (.min, "-9,223,372,036,854,775,808"),
  ])
  func digitsStandInGroupsOfThree(value: Int, text: String) { #expect(value.grouped == text) }
}
