import CommandLineKit
import FileFormats
import Foundation
import GAN
import Platform
import Runs
import TerminalGraphics

/// `dcgan show`
enum ShowCommand {
  private static let source = Argument<String?>(
    "picture",
    help: "Picture file, run directory or data set; DATA#0-31 for test images of it, DATA#train:5 for training images. "
      + "(default: the newest run under runs/)")
  private static let graphics = Option<GraphicsChoice>(
    "graphics", valueName: "FORM", default: .automatic,
    help: "How to show it: by graphics of kitty, iterm2 or sixel, by blocks in colours, or as text.")

  static let command = Command(
    name: "show", overview: "Show a picture, a run's newest samples or images of a data set in the terminal.",
    discussion:
      "The terminal is asked what it can show. Where it has no graphics, half blocks show two pixels a character, and "
      + "with NO_COLOR, or where the output is no terminal, characters of more or less ink do. Of a run and of a "
      + "picture, what is shown fits the screen; images that are asked for by number are all shown.",
    parameters: [source, graphics], run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let size = terminal.outputScreen
    let screen = Screen(arguments[graphics], on: size)
    let columns = terminal.outputWidth - (size == nil ? 0 : 1)
    let area = screen.area(columns: columns, rows: max(1, (size?.rows ?? rowsWithoutScreen) - otherRows), of: size)
    let shown = try ShownImages(arguments[source])
    let (picture, count) = shown.picture(on: area)
    let drawing = try area.draw(picture, number: Int(ProcessInfo.processInfo.processIdentifier) % 1_000_000 + 1)
    if size != nil { ScreenRestoration.prepare(for: STDOUT_FILENO) }
    try terminal.write(Data(drawing.text.utf8))
    terminal.report(shown.caption(count: count))
  }

  /// The caption, and the prompt that follows.
  private static let otherRows = 2
  /// The rows of a page, where there is no screen.
  private static let rowsWithoutScreen = 50
}
