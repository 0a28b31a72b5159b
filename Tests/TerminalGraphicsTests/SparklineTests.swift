import Testing

@testable import TerminalGraphics

struct SparklineTests {
  @Test func theLeastAndTheGreatestValueHaveTheLowestAndTheHighestCharacter() {
    #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6]) == "▁▂▃▄▅▆▇")
    #expect(Sparkline.text([-3, 4], hasUnicode: false) == "_#")
  }

  @Test func aRangeIsKeptAndWhatLiesBeyondItIsAtItsEnd() {
    #expect(Sparkline.text([0.5, -1, 9], in: 0...1) == "▄▁▇")
  }

  @Test func whatIsNoNumberIsLeftOutAndALevelLineStandsInTheMiddle() {
    #expect(Sparkline.text([2, .nan, 2]) == "▄ ▄")
    #expect(Sparkline.text([.infinity]) == " ")
    #expect(Sparkline.text([]) == "")
  }
}
