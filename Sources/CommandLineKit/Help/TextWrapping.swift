extension String {
  /// The text's words in lines of at most `width` characters. A longer word has a line of its own: paths and names are
  /// useless in pieces.
  package func wrapped(to width: Int) -> [String] {
    Self.lines(of: split(whereSeparator: \.isWhitespace).map(String.init), width: width)
  }

  /// The text's lines, those of more than `width` characters wrapped, unless they are indented. A command line stays in
  /// one piece, so that it can be copied: what begins with `program`, until the line, a clause or the quotation ends.
  func wrappedLines(to width: Int, keeping program: String) -> [String] {
    split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      guard line.count > width, !line.hasPrefix(" ") else { return [String(line)] }
      var pieces: [String] = []
      // What ends the command line that words are in.
      var end: Character?
      for word in line.split(separator: " ").map(String.init) {
        if let last = end {
          pieces[pieces.count - 1] += " " + word
          if last == ";" ? word.hasSuffix(";") : word.contains(last) { end = nil }
        } else {
          pieces.append(word)
          end = word == program ? ";" : word == "'" + program ? "'" : nil
        }
      }
      return Self.lines(of: pieces, width: width)
    }
  }

  private static func lines(of pieces: [String], width: Int) -> [String] {
    var lines: [String] = []
    for piece in pieces {
      if let last = lines.last, last.count + 1 + piece.count <= width {
        lines[lines.count - 1] += " " + piece
      } else {
        lines.append(piece)
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
