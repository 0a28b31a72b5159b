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

  /// The same in so many characters of a terminal, if that can be: where there is no room, the texts of the first column,
  /// which are names, go without their middle, and then the `lesser` columns are left out, one after the other.
  func lines(within width: Int?, leavingOut lesser: [Int] = []) -> [String] {
    guard let width else { return lines }
    let tables = (0...lesser.count).map { without(Set(lesser.prefix($0))).withShortNames(within: width) }
    return tables.first { $0.allSatisfy { $0.count <= width } } ?? tables[lesser.count]
  }

  private func without(_ columns: Set<Int>) -> TextTable {
    func kept<Value>(_ values: [Value]) -> [Value] {
      values.indices.filter { !columns.contains($0) }.map { values[$0] }
    }
    var table = TextTable(kept(alignments))
    table.rows = rows.map(kept)
    return table
  }

  private func withShortNames(within width: Int) -> [String] {
    let lines = lines
    guard let length = lines.map(\.count).max(), length > width else { return lines }
    let names = rows.map { $0[0].count }.max() ?? 0
    return self.lines(
      rows.map { [$0[0].withoutMiddle(max(Self.leastNameLength, names - (length - width)))] + $0.dropFirst() })
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
