import Testing

@testable import FileFormats

struct CSVLineTests {
  @Test func fieldsThatNeedItStandInQuotationMarks() {
    #expect(CSVLine.text(["a", "", "b c"]) == "a,,b c")
    #expect(CSVLine.text(["1,5", "say \"no\"", "two\nlines"]) == "\"1,5\",\"say \"\"no\"\"\",\"two\nlines\"")
  }
}
