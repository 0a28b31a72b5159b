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
  /// The column of sentences, if there is one.
  private let sentences: Int?
  private var rows: [[String]] = []

  /// Creates a table without rows.
  ///
  /// - Parameters:
  ///   - alignments: How each column is aligned.
  ///   - sentences: A column whose texts may be parted between words, in as many lines as it takes.
  init(_ alignments: [Alignment], sentences: Int? = nil) {
    self.alignments = alignments
    self.sentences = sentences
  }

  /// A table of names and what is to be said of them.
  static var facts: TextTable { TextTable([.left, .left], sentences: 1) }

  /// Texts of a row.
  var columnCount: Int { alignments.count }

  /// Adds a row, with a text for each column.
  mutating func add(_ row: [String]) {
    precondition(row.count == alignments.count, "a row has a text for each column")
    rows.append(row.map(\.escapingControlCharactersAndLineEnds))
  }

  /// The rows, two spaces between columns and none at their ends.
  var lines: [String] { lines(rows) }

  /// The same in so many characters of a terminal, if that can be: where there is no room, a column of sentences gets more
  /// lines; in tables without one the texts of the first column, which are names, go without their middle, then the
  /// `lesser` columns are left out, one after the other, and in the end the texts of the last column are parted.
  func lines(within width: Int?, leavingOut lesser: [Int] = []) -> [String] {
    guard let width, !fits(lines, width) else { return lines }
    if let sentences { return lines(broken(sentences, within: width)) }
    let tables = (0...lesser.count).map { without(Set(lesser.prefix($0))) }
    if let fitting = tables.lazy.map({ $0.withShortNames(within: width).lines }).first(where: { fits($0, width) }) {
      return fitting
    }
    let least = tables[lesser.count].withShortNames(within: width)
    return least.lines(least.broken(least.alignments.count - 1, within: width))
  }

  private func fits(_ lines: [String], _ width: Int) -> Bool { lines.allSatisfy { $0.count <= width } }

  private func without(_ columns: Set<Int>) -> TextTable {
    func kept<Value>(_ values: [Value]) -> [Value] {
      values.indices.filter { !columns.contains($0) }.map { values[$0] }
    }
    var table = TextTable(kept(alignments))
    table.rows = rows.map(kept)
    return table
  }

  private func withShortNames(within width: Int) -> TextTable {
    guard let length = lines.map(\.count).max(), length > width else { return self }
    let names = rows.map { $0[0].count }.max() ?? 0
    let room = max(Self.leastNameLength, names - (length - width))
    var table = self
    table.rows = rows.map { [$0[0].withoutMiddle(room)] + $0.dropFirst() }
    return table
  }

  /// The rows with the texts of a column in the room that the others leave; those that need several lines are rows of
  /// their own, in which the other columns are empty.
  private func broken(_ column: Int, within width: Int) -> [[String]] {
    let others = widths(rows).enumerated().filter { $0.offset != column }.reduce(0) { $0 + $1.element }
    let room = max(Self.leastSentenceLength, width - others - Self.gap.count * (alignments.count - 1))
    return rows.flatMap { row -> [[String]] in
      guard row[column].count > room else { return [row] }
      return row[column].wrapped(to: room).enumerated().map { number, text in
        row.indices.map { $0 == column ? text : number == 0 ? row[$0] : "" }
      }
    }
  }

  /// Of a shorter name too little is left; where it had to be, the other columns are too wide anyway.
  private static let leastNameLength = 24
  /// In less room a sentence is hard to read, and takes many lines.
  private static let leastSentenceLength = 16
  private static let gap = "  "

  private func widths(_ rows: [[String]]) -> [Int] {
    alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  }

  private func lines(_ rows: [[String]]) -> [String] {
    let widths = widths(rows)
    return rows.map { row in
      var line = zip(row, zip(alignments, widths)).map { text, form in
        let space = String(repeating: " ", count: form.1 - text.count)
        return form.0 == .left ? text + space : space + text
      }.joined(separator: Self.gap)
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
