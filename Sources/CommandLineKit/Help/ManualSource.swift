/// Lines of mdoc, the language of manual pages, of which a line that begins with a dot is a request.
struct ManualSource {
  private var lines: [String] = []

  /// The lines that were added.
  var text: String { lines.joined(separator: "\n") + "\n" }

  /// Lines of text are no longer than this many bytes.
  private static let width = 78

  mutating func request(_ name: String, _ arguments: String = "") {
    lines.append(arguments.isEmpty ? ".\(name)" : ".\(name) \(arguments)")
  }

  mutating func section(_ title: String) { request("Sh", title) }

  /// Options, arguments and subcommands, the required ones first.
  mutating func synopsis(_ command: Command) {
    let options = command.parameters.filter { $0.kind != .argument }
    for option in options where option.isRequired { request(Self.naming(option).0, Self.naming(option).1) }
    if options.contains(where: { !$0.isRequired }) { request("Op", "Ar options ...") }
    for argument in command.parameters where argument.kind == .argument {
      request(argument.isRequired ? "Ar" : "Op", (argument.isRequired ? "" : "Ar ") + Self.naming(argument).1)
    }
    if !command.subcommands.isEmpty { request("Ar", "subcommand") }
  }

  /// Paragraphs, which empty lines part; indented lines stand as they are.
  mutating func paragraphs(_ text: String) {
    var paragraph = ""
    var isLiteral = false
    var isFirst = true
    func flush(_ source: inout ManualSource) {
      guard !paragraph.isEmpty else { return }
      if !isFirst { source.request("Pp") }
      isFirst = false
      source.sentences(paragraph)
      paragraph = ""
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isIndented = line.hasPrefix(" ")
      if isIndented, !isLiteral {
        flush(&self)
        request("Bd", "-literal -offset indent")
        isLiteral = true
      } else if !isIndented, isLiteral {
        request("Ed")
        isLiteral = false
      }
      if isIndented {
        lines.append(Self.protected(Self.escaped(String(line.drop { $0 == " " }))))
      } else if line.isEmpty {
        flush(&self)
      } else {
        paragraph += line + " "
      }
    }
    flush(&self)
    if isLiteral { request("Ed") }
  }

  /// Parameters, each with what it does.
  mutating func list(_ parameters: [Parameter]) {
    request("Bl", "-tag -width Ds")
    // Positional arguments first, as in the help.
    for parameter in parameters.filter({ $0.kind == .argument }) + parameters.filter({ $0.kind != .argument }) {
      let (macro, arguments) = Self.naming(parameter)
      request("It", "\(macro) \(arguments)")
      sentences(parameter.description)
    }
    request("El")
  }

  /// Subcommands, each with what it does.
  mutating func commands(_ commands: [Command], of program: String) {
    request("Bl", "-tag -width Ds")
    for command in commands {
      request("It", "Xr \(program)-\(command.name) 1")
      sentences(command.overview)
    }
    request("El")
  }

  /// Short texts and what they mean.
  mutating func table(_ rows: [(String, String)]) {
    request("Bl", "-tag -width Ds")
    for (key, meaning) in rows {
      request("It", "Li \(Self.quoted(key))")
      sentences(meaning)
    }
    request("El")
  }

  /// Other pages of the same section.
  mutating func references(_ names: [String]) {
    for name in names { request("Xr", "\(name) 1" + (name == names.last ? "" : " ,")) }
  }

  /// A text, each sentence on a line of its own as the language wants it, broken where it is long.
  private mutating func sentences(_ text: String) {
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      let word = Self.escaped(String(word))
      if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > Self.width {
        lines.append(Self.protected(line))
        line = ""
      }
      line += line.isEmpty ? word : " " + word
      if let end = word.last(where: { !"'\")".contains($0) }), ".!?".contains(end) {
        lines.append(Self.protected(line))
        line = ""
      }
    }
    if !line.isEmpty { lines.append(Self.protected(line)) }
  }

  /// The macro and its arguments that show how a parameter is written.
  private static func naming(_ parameter: Parameter) -> (macro: String, arguments: String) {
    let value = quoted(parameter.valueName)
    switch parameter.kind {
    case .argument: return ("Ar", value + (parameter.join == nil ? "" : " ..."))
    case .flag: return ("Fl", "-\(parameter.name)" + (parameter.letter.map { " , Fl \($0)" } ?? ""))
    case .option:
      return ("Fl", "-\(parameter.name) " + (parameter.impliedValue == nil ? "Ar \(value)" : "Op Ar \(value)"))
    }
  }

  /// A text in which nothing means anything to the language.
  static func escaped(_ text: String) -> String { text.replacing("\\", with: "\\e") }

  private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

  /// A line that is no request, whatever it begins with.
  private static func protected(_ line: String) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }
}
