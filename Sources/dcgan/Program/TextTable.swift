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
  var lines: [String] { lines(rows) }

  /// The same in so many columns of a terminal, if that can be: the texts of the first column, which are names, go without
  /// their middle where there is no room for all of them.
  func lines(within columns: Int?) -> [String] {
    let lines = lines
    guard let columns, let length = lines.map(\.count).max(), length > columns else { return lines }
    let names = rows.map { $0[0].count }.max() ?? 0
    return self.lines(
      rows.map { [$0[0].withoutMiddle(max(Self.leastNameLength, names - (length - columns)))] + $0.dropFirst() })
  }

  /// Of a shorter name too little is left; where it had to be, the other columns are too wide anyway.
  private static let leastNameLength = 24

  private func lines(_ rows: [[String]]) -> [String] {
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

extension String {
  /// The text in so many characters: a longer one without its middle, since names often differ at their ends.
  fileprivate func withoutMiddle(_ length: Int) -> String {
    guard count > length else { return self }
    return "\(prefix(length / 2))…\(suffix(length - length / 2 - 1))"
  }
}
