/// The numbers of a CSV file while it is read.
struct CSVTable {
  /// Lines so far.
  private(set) var rowCount = 0

  private let columns: CSVColumns
  private let path: String
  private var labels: [Float] = []
  /// The numbers as long as all are bytes.
  private var bytes: [UInt8] = []
  /// All numbers once one was none.
  private var floats: [Float]?

  init(_ columns: CSVColumns, path: String) {
    self.columns = columns
    self.path = path
  }

  /// Takes a line.
  /// - Throws: ``FileError`` if it has another number of columns than the first, or something else than a number.
  mutating func append(_ lines: CSVLines) throws {
    guard lines.fields.count == columns.count else {
      throw FileError(
        .badData, path: path,
        reason: "line \(lines.number) has \(lines.fields.count) columns, and the first has \(columns.count)")
    }
    for (column, field) in lines.fields.enumerated() {
      guard let value = Self.number(field) else {
        throw FileError(
          .badData, path: path,
          reason:
            "line \(lines.number), column \(column + 1): '\(String(decoding: field, as: UTF8.self).excerpt)' is no "
            + "number")
      }
      if column == columns.label { labels.append(value) } else { append(value) }
    }
    rowCount += 1
  }

  private mutating func append(_ value: Float) {
    if floats == nil {
      if let byte = UInt8(exactly: value) {
        bytes.append(byte)
        return
      }
      floats = bytes.map { Float($0) }
      bytes = []
    }
    floats?.append(value)
  }

  /// What was read.
  /// - Throws: ``FileError`` if there is no image.
  func contents() throws -> CSVFile.Contents {
    let width = columns.count - (columns.label == nil ? 0 : 1)
    guard rowCount > 0, width > 0 else {
      throw FileError(.badData, path: path, reason: "there are no lines of numbers")
    }
    let shape = [rowCount, width]
    return CSVFile.Contents(
      images: floats.map { NumberArray(shape: shape, $0) } ?? NumberArray(shape: shape, bytes),
      labels: columns.label.map { _ in NumberArray(shape: [rowCount], labels) }, remark: columns.remark)
  }

  /// The number that a field is; `nil` if it is none, or not finite.
  static func number(_ field: ArraySlice<UInt8>) -> Float? {
    if (1...7).contains(field.count), field.allSatisfy({ (0x30...0x39).contains($0) }) {
      return Float(field.reduce(0) { 10 * $0 + Int($1 & 0xF) })
    }
    // Longer texts are no numbers of images, and would be slow.
    guard !field.isEmpty, field.count <= 40, let value = Float(String(decoding: field, as: UTF8.self)),
      value.isFinite
    else { return nil }
    return value
  }
}
