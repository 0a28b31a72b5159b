import Platform
import Testing

@testable import CommandLineKit

/// A panel above the bar, as the characters that a screen gets.
struct ScreenPanelTests {
  private static let begin = "\u{1B}[?2026h\u{1B}[?25l"
  private static let end = "\u{1B}[?25h\u{1B}[?2026l"
  private static let eraseLine = "\r\u{1B}[K"
  private static let size = TerminalDevice.Size(columns: 80, rows: 24)

  private func panel(_ rows: Int) -> ScreenPanel {
    ScreenPanel(text: (1...rows).map { "row \($0)\n" }.joined(), rows: rows)
  }

  @Test func aPanelIsDrawnWhereTheOneBeforeStood() {
    var region = ScreenRegion()
    #expect(region.draw(line: "bar") == Self.eraseLine + "bar")
    #expect(
      region.draw(panel(2), on: Self.size) == "\(Self.begin)\rrow 1\nrow 2\n\(Self.eraseLine)bar\(Self.end)")
    #expect(
      region.draw(panel(2), on: Self.size) == "\(Self.begin)\r\u{1B}[2Arow 1\nrow 2\n\(Self.eraseLine)bar\(Self.end)")
    #expect(region.draw(line: "more") == Self.eraseLine + "more")
  }

  @Test func aSmallerPanelLeavesNothingOfTheOneBefore() {
    var region = ScreenRegion()
    _ = region.draw(panel(3), on: Self.size)
    #expect(
      region.draw(panel(1), on: Self.size) == "\(Self.begin)\r\u{1B}[3A\u{1B}[Jrow 1\n\(Self.eraseLine)\(Self.end)")
  }

  @Test func linesThatStayStandAboveThePanel() {
    var region = ScreenRegion()
    _ = region.draw(line: "bar")
    _ = region.draw(panel(1), on: Self.size)
    #expect(region.draw(message: "saved\n") == "\(Self.begin)\r\u{1B}[1A\u{1B}[Jsaved\nrow 1\nbar\(Self.end)")
  }

  @Test func aScreenOfAnotherSizeIsDrawnAnew() {
    var region = ScreenRegion()
    _ = region.draw(line: "bar")
    let smaller = TerminalDevice.Size(columns: 60, rows: 24)
    #expect(!region.isLost(on: smaller))
    _ = region.draw(panel(2), on: Self.size)
    #expect(region.isLost(on: smaller) && !region.isLost(on: Self.size))
    #expect(
      region.drawAnew(panel(1), below: "saved\n", on: smaller)
        == "\(Self.begin)\u{1B}[H\u{1B}[2Jsaved\nrow 1\n\(Self.end)")
    #expect(!region.isLost(on: smaller))
  }

  @Test func theEndOfThePanelIsBelowIt() {
    var region = ScreenRegion()
    _ = region.draw(panel(2), on: Self.size)
    #expect(region.leave() == "")
    _ = region.draw(line: "bar")
    #expect(region.leave() == "\n" && region.leave() == "")
  }

  @Test func whatOthersHaveWrittenBelowStays() {
    var region = ScreenRegion()
    _ = region.draw(panel(2), on: Self.size)
    _ = region.draw(line: "bar")
    region.leaveBehind()
    #expect(region.draw(panel(2), on: Self.size) == "\(Self.begin)\rrow 1\nrow 2\n\(Self.eraseLine)\(Self.end)")
  }

  @Test func aBarThatIsOfNoUseIsRemoved() throws {
    let text = try capture(canRedraw: true) { terminal in
      let bar = ProgressBar(terminal: terminal, total: 10, completed: 0) { .seconds(1) }
      bar.update(completed: 0) { ["looking"] }
      bar.erase()
      bar.erase()
      terminal.report("found")
      return .success
    }.error
    #expect(text.hasSuffix("looking\(Self.eraseLine)found\n"), "\(text)")
  }

  @Test func controlCIsShownBesideTheBar() throws {
    let text = try capture(environment: ["COLUMNS": "70"], canRedraw: true) { terminal in
      let bar = ProgressBar(terminal: terminal, total: 10, completed: 0) { .seconds(1) }
      bar.update(completed: 5) { [String(repeating: "x", count: 43)] }
      return .success
    }.error
    #expect(text.contains("xxx") && text.dropFirst(Self.eraseLine.count).count <= 67, "\(text)")
  }

  @Test func aHiddenBarShowsPanelsAndLinesThatStayAlone() throws {
    let text = try capture(canRedraw: true) { terminal in
      let bar = ProgressBar(terminal: terminal, total: 10, completed: 0, isHidden: true) { .seconds(1) }
      bar.update(completed: 3) { ["step 3"] }
      bar.log(completed: 3) { ["step 3"] }
      bar.show(panel(1))
      bar.report("saved")
      bar.finish()
      return .success
    }.error
    #expect(
      text
        == "\(Self.begin)\rrow 1\n\(Self.eraseLine)\(Self.end)\(Self.begin)\r\u{1B}[1A\u{1B}[Jsaved\nrow 1\n\(Self.end)"
    )
  }

  @Test func whereThereIsNoScreenNoPanelIsDrawn() throws {
    let text = try capture { terminal in
      let bar = ProgressBar(terminal: terminal, total: 10, completed: 0) { .seconds(1) }
      bar.show(panel(1))
      bar.report("saved")
      return .success
    }.error
    #expect(text == "saved\n")
  }
}
