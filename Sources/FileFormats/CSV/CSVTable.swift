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
        reason: "line \(lines.number) has \(counted(lines.fields.count, "column")), and the first has \(columns.count)")
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
    if let swapped = withLabelsLast(shape) { return swapped }
    return CSVFile.Contents(
      images: floats.map { NumberArray(shape: shape, $0) } ?? NumberArray(shape: shape, bytes),
      labels: columns.label.map { _ in NumberArray(shape: [rowCount], labels) }, remark: columns.remark)
  }

  /// The same with the last column for the labels, if no line names the columns and the first has one number
  /// throughout, while the numbers of the last are just those of several classes: corners of images are often black.
  private func withLabelsLast(_ shape: [Int]) -> CSVFile.Contents? {
    let (count, width) = (shape[0], shape[1])
    guard !columns.isHeader, columns.label == 0, let first = labels.first, width > 1,
      labels.allSatisfy({ $0 == first })
    else { return nil }
    let pixels = floats ?? bytes.map { Float($0) }
    let last = stride(from: width - 1, to: pixels.count, by: width).map { pixels[$0] }
    let numbers = Set(last)
    guard let least = numbers.min(), least == 0 || least == 1, (2...Self.maximumClassCount).contains(numbers.count),
      numbers == Set((0..<numbers.count).map { least + Float($0) })
    else { return nil }
    let images = (0..<count).flatMap { row in [first] + pixels[row * width..<(row + 1) * width - 1] }
    let array: NumberArray =
      floats == nil && UInt8(exactly: first) != nil
      ? NumberArray(shape: shape, images.map { UInt8($0) }) : NumberArray(shape: shape, images)
    return CSVFile.Contents(
      images: array, labels: NumberArray(shape: [count], last),
      remark: "the first column is \(first == 0 ? "0" : "the same") in every line: the labels are taken from the last")
  }

  /// More classes than this are rather levels of a pixel.
  private static let maximumClassCount = 100

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
