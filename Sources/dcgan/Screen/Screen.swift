import Foundation
import Platform
import TerminalGraphics

/// A terminal on which pictures are shown.
struct Screen {
  /// What it can show.
  let abilities: TerminalAbilities
  /// The form that the user wants.
  private let wanted: PictureForm?

  /// What is waited for an answer at most, over slow lines too; every terminal gives one.
  private static let patience = 1000

  /// Finds out what the process's terminal can show: by its environment, and by asking it unless that tells all that
  /// counts. This must happen before the process has other threads.
  ///
  /// - Parameters:
  ///   - choice: What the user wants.
  ///   - size: The terminal; `nil` if the picture goes elsewhere, and nothing is asked.
  init(_ choice: GraphicsChoice, on size: TerminalDevice.Size?) {
    let environment = ProcessInfo.processInfo.environment
    wanted = choice.form
    var abilities = TerminalAbilities(environment: environment)
    if let size, Self.asks(choice, abilities, size), TerminalAbilities.mayBeAsked(environment) {
      abilities.take(
        answer: TerminalQuestion.ask(
          TerminalAbilities.question, milliseconds: Self.patience, until: TerminalAbilities.isWholeAnswer))
    }
    // Where there is no screen, characters alone are of use.
    if size == nil, wanted == nil { abilities.form = .text }
    self.abilities = abilities
  }

  private static func asks(
    _ choice: GraphicsChoice, _ abilities: TerminalAbilities, _ size: TerminalDevice.Size
  ) -> Bool {
    switch choice.form ?? abilities.form {
    case .text: false
    case .blocks, .blocks256: choice == .automatic
    case .sixel: true
    case .kitty, .iterm2: size.pixelWidth == 0
    }
  }

  /// An area of the screen as it is now.
  func area(columns: Int, rows: Int, of size: TerminalDevice.Size?) -> PictureArea {
    var abilities = abilities
    if let size, let told = size.cell { abilities.cell = told }
    return PictureArea(columns: columns, rows: rows, of: abilities, form: wanted)
  }
}

extension TerminalDevice.Size {
  /// The size of a cell; `nil` if the terminal does not tell.
  fileprivate var cell: TerminalAbilities.CellSize? {
    TerminalAbilities.CellSize(width: pixelWidth / columns, height: pixelHeight / rows)
  }
}
