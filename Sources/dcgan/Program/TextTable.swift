import CommandLineKit

/// Lines of aligned columns. Control characters in their texts, as names on disk may have them, are made visible: a row
/// stays a line.
struct TextTable {
  /// How a column is aligned.
  enum Alignment {
    case left
    case right
  }

  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// Creates a table without rows.
  init(_ alignments: [Alignment]) {
    self.alignments = alignments
  }

  /// Adds a row, with a text for each column.
  mutating func add(_ row: [String]) {
    precondition(row.count == alignments.count, "a row has a text for each column")
    rows.append(row.map(\.escapingControlCharactersAndLineEnds))
  }

  /// The rows, two spaces between columns and none at their ends.
  var lines: [String] {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = zip(row, zip(alignments, widths)).map { text, form in
        let space = String(repeating: " ", count: form.1 - text.count)
        return form.0 == .left ? text + space : space + text
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
