import Testing

@testable import dcgan

struct TextTableTests {
  private func list() -> TextTable {
    var table = TextTable([.left, .right, .right, .left])
    table.add(["name", "first", "second", "verdict"])
    table.add(["all/of-the-many-runs-with-long-names-this-is-one", "1.5", "22", "went on to the end, and well"])
    table.add(["b", "10.25", "3", "-"])
    return table
  }

  private func facts() -> TextTable {
    var table = TextTable.facts
    table.add(["quality", "good, by the figures of 10,000 images against as many others"])
    table.add(["of the step", "7"])
    return table
  }

  @Test func whereThereIsRoomOrNoTerminalATableIsAsItIs() {
    for table in [list(), facts()] {
      let length = table.lines.map(\.count).max() ?? 0
      #expect(table.lines(within: nil, leavingOut: [1]) == table.lines)
      #expect(table.lines(within: length, leavingOut: [1]) == table.lines)
      #expect(table.lines(within: length - 1, leavingOut: [1]) != table.lines)
    }
  }

  @Test func anyWidthThatATerminalHasIsKeptTo() {
    for width in 44...120 {
      for table in [list(), facts()] {
        let lines = table.lines(within: width, leavingOut: [1, 2])
        #expect(lines.allSatisfy { $0.count <= width }, "\(width): \(lines)")
      }
    }
  }

  @Test func sentencesArePartedBetweenWordsBesideEmptyCells() {
    #expect(
      facts().lines(within: 40) == [
        "quality      good, by the figures of", "             10,000 images against as",
        "             many others", "of the step  7",
      ])
  }

  @Test func namesGetShortThenColumnsGoAndLastTheTextsOfTheLastAreParted() {
    func heads(_ width: Int) -> String { list().lines(within: width, leavingOut: [1, 2])[0] }
    #expect(heads(80).split(separator: " ") == ["name", "first", "second", "verdict"])
    #expect(heads(65).split(separator: " ") == ["name", "second", "verdict"])
    #expect(heads(60).split(separator: " ") == ["name", "verdict"])
    #expect(
      list().lines(within: 44, leavingOut: [1, 2]) == [
        "name                      verdict", "all/of-the-m…this-is-one  went on to the",
        "                          end, and well", "b                         -",
      ])
  }
}
