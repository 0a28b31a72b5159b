/// Writes the help and the usage lines of a command, in the layout of Apple's swift-argument-parser.
struct HelpFormatter {
  private let path: CommandPath
  private let width: Int

  /// Where descriptions begin, in characters from the left.
  private static let descriptionColumn = 26
  /// With less room than this beside the names, descriptions stand under them.
  private static let narrowestDescription = 24
  private static let narrowestWidth = 20

  /// Lines have at most `width` characters, but a terminal of less than 20 is treated as one of 20.
  init(path: CommandPath, width: Int) {
    self.path = path
    self.width = max(width, Self.narrowestWidth)
  }

  /// What `--help` shows; no line end after the last line.
  var help: String {
    var blocks = ["OVERVIEW: \(path.command.overview)".wrapped(to: width)]
    if !path.command.discussion.isEmpty {
      blocks.append(path.command.discussion.wrappedParagraphs(to: width))
    }
    blocks.append("USAGE: \(path.usage)".wrapped(to: width))
    let arguments = path.parameters.filter { $0.kind == .argument }
    if !arguments.isEmpty {
      blocks.append(section("ARGUMENTS", arguments.map { ($0.label, $0.description) }))
    }
    let options = path.parameters.filter { $0.kind != .argument }
    blocks.append(section("OPTIONS", options.map { ($0.label, $0.description) }))
    if !path.command.subcommands.isEmpty {
      blocks.append(section("SUBCOMMANDS", path.command.subcommands.map { ($0.name, $0.overview) }))
      let pointer = "See '\(path.name) help <subcommand>' for detailed help."
      blocks.append(pointer.wrapped(to: width - 2).map { "  " + $0 })
    }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  /// What follows an error in the use of the command; no line end after the last line.
  static func usageHint(for path: CommandPath) -> String {
    """
    Usage: \(path.usage)
    See '\(path.name) --help' for more information.
    """
  }

  private func section(_ title: String, _ rows: [(label: String, description: String)]) -> [String] {
    ["\(title):"] + rows.flatMap { row(label: $0.label, description: $0.description) }
  }

  private func row(label: String, description: String) -> [String] {
    let label = "  " + label
    let isNarrow = width - Self.descriptionColumn < Self.narrowestDescription
    let column = isNarrow ? 6 : Self.descriptionColumn
    let indent = String(repeating: " ", count: column)
    let lines = description.wrapped(to: width - column).map { indent + $0 }
    guard !isNarrow, let first = lines.first, label.count + 2 <= column else { return [label] + lines }
    let firstLine: String = label + String(first.dropFirst(label.count))
    return [firstLine] + Array(lines.dropFirst())
  }
}

extension Parameter {
  /// How the help names the parameter.
  fileprivate var label: String {
    letter.map { "-\($0), \(spelling)" } ?? spelling
  }

  /// What the help says about the parameter, with the values it takes and the one it has by default.
  var description: String {
    var notes: [String] = []
    if !candidates.isEmpty {
      notes.append("values: " + candidates.joined(separator: ", "))
    }
    switch absence {
    case .refused where kind == .option: notes.append("required")
    case .means(_, let text?): notes.append("default: \(text)")
    default: break
    }
    return notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
  }
}
