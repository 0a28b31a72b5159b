extension String {
  /// The text's words in lines of at most `width` characters. A longer word has a line of its own: paths and names are
  /// useless in pieces.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    for word in split(whereSeparator: \.isWhitespace) {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// The text's paragraphs, which empty lines part, each wrapped to `width`. Indented lines are kept as they are.
  func wrappedParagraphs(to width: Int) -> [String] {
    var lines: [String] = []
    var paragraph = ""
    func endParagraph() {
      lines += paragraph.wrapped(to: width)
      paragraph = ""
    }
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line.hasPrefix(" ") {
        endParagraph()
        lines.append(String(line))
      } else {
        paragraph += line + " "
      }
    }
    endParagraph()
    return lines
  }

  /// The text with control characters made visible, so that a name out of a foreign file cannot take over the terminal.
  /// Line ends are kept.
  var escapingControlCharacters: String { escapingControlCharacters(but: "\n") }

  /// The same for a text that has to stay in one line, such as a cell of a table: line ends are made visible, too.
  package var escapingControlCharactersAndLineEnds: String { escapingControlCharacters(but: nil) }

  private func escapingControlCharacters(but kept: Unicode.Scalar?) -> String {
    unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control && scalar != kept ? scalar.escaped(asASCII: true) : String(scalar)
    }.joined()
  }
}
