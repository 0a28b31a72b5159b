import Platform

/// Some lines of a screen that are drawn anew again and again, as the characters to write.
package struct ScreenPanel: Equatable, Sendable {
  /// What draws it from the beginning of a line on, and leaves the cursor at the beginning of the line below.
  package let text: String
  /// The lines that it takes.
  package let rows: Int

  /// A panel of so many lines.
  package init(text: String, rows: Int) { (self.text, self.rows) = (text, rows) }
}

/// What stands on a screen below all lines that stay: a panel, and below it a line in which the cursor is left.
///
/// Every drawing is one text, which hides the cursor and shows it again, so that there is nothing to restore when the
/// process ends. Terminals that can show it as one picture (mode 2026) are asked to.
struct ScreenRegion {
  private var panel: ScreenPanel?
  /// The screen that the panel was drawn on.
  private var screen: TerminalDevice.Size?
  private var line = ""

  private static let eraseLine = "\r\u{1B}[K"
  private static let eraseBelow = "\u{1B}[J"
  private static let eraseScreen = "\u{1B}[H\u{1B}[2J"
  private static let begin = "\u{1B}[?2026h\u{1B}[?25l"
  private static let end = "\u{1B}[?25h\u{1B}[?2026l"

  /// Whether the panel is no longer where it was drawn, since the screen has another size.
  func isLost(on screen: TerminalDevice.Size?) -> Bool { panel != nil && screen != self.screen }

  /// Draws the line in place of the one before.
  mutating func draw(line: String) -> String {
    self.line = line
    return Self.eraseLine + line
  }

  /// Draws a panel in place of the one before.
  mutating func draw(_ panel: ScreenPanel, on screen: TerminalDevice.Size?) -> String {
    let shrinks = (self.panel?.rows ?? 0) > panel.rows
    let start = top + (shrinks ? Self.eraseBelow : "")
    (self.panel, self.screen) = (panel, screen)
    return Self.begin + start + panel.text + Self.eraseLine + line + Self.end
  }

  /// Clears the screen and draws a panel below lines that stay. The line, which was made for the width before, follows
  /// when it is drawn next.
  mutating func drawAnew(_ panel: ScreenPanel, below lines: String, on screen: TerminalDevice.Size?) -> String {
    (self.panel, self.screen, line) = (panel, screen, "")
    return Self.begin + Self.eraseScreen + lines + panel.text + Self.end
  }

  /// Writes lines that stay above the rest.
  mutating func draw(message: String) -> String {
    guard let panel else { return (line.isEmpty ? "" : Self.eraseLine) + message + line }
    return Self.begin + top + Self.eraseBelow + message + panel.text + line + Self.end
  }

  /// Leaves what stands there to whatever was written below it meanwhile, where the cursor now is.
  mutating func leaveBehind() { self = ScreenRegion() }

  /// Removes the line.
  mutating func eraseLine() -> String {
    defer { line = "" }
    return line.isEmpty ? "" : Self.eraseLine
  }

  /// Leaves everything as it is, and goes below it.
  mutating func leave() -> String {
    let isBelow = line.isEmpty
    self = ScreenRegion()
    return isBelow ? "" : "\n"
  }

  /// Goes from the line to the panel's first.
  private var top: String {
    guard let panel, panel.rows > 0 else { return "\r" }
    return "\r\u{1B}[\(panel.rows)A"
  }
}
