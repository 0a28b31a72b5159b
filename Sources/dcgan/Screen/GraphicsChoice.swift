import CommandLineKit
import TerminalGraphics

/// How the user wants pictures on the terminal.
enum GraphicsChoice: Equatable, ArgumentValue {
  /// As the terminal can show them best.
  case automatic
  case form(PictureForm)

  private static let automaticText = "auto"
  static let candidates = [automaticText] + PictureForm.allCases.map(\.rawValue)
  static let expectation = candidates.map { "'\($0)'" }.joined(separator: ", ")

  init?(argument: String) {
    if argument == Self.automaticText {
      self = .automatic
    } else if let form = PictureForm(rawValue: argument) {
      self = .form(form)
    } else {
      return nil
    }
  }

  var argumentText: String {
    switch self {
    case .automatic: Self.automaticText
    case .form(let form): form.rawValue
    }
  }

  /// The form that was chosen; `nil` if it is the terminal's best.
  var form: PictureForm? {
    if case .form(let form) = self { form } else { nil }
  }
}
