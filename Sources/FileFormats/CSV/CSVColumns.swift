/// What the columns of a CSV file hold, as its first line tells.
struct CSVColumns: Equatable {
  /// Columns in every line.
  let count: Int
  /// Whether the first line names them.
  let isHeader: Bool
  /// The column of the labels, from 0; `nil` if there is none.
  let label: Int?
  /// What was taken for granted.
  let remark: String?

  private static let labelNames: Set = ["label", "labels", "class", "target", "y"]

  init(_ first: [ArraySlice<UInt8>]) {
    count = first.count
    isHeader = first.contains { CSVTable.number($0) == nil && !$0.isEmpty }
    guard !isHeader else {
      let names = first.map { String(decoding: $0, as: UTF8.self).lowercased() }
      label = [0, first.count - 1].first { Self.labelNames.contains(names[$0]) }
      remark = label == nil ? "no column is called 'label': the images have none" : nil
      return
    }
    let isAllImage = Self.isSquare(count) && !Self.isSquare(count - 1)
    label = isAllImage || count < 2 ? nil : 0
    remark = isAllImage ? "lines of \(count) numbers: taken as images without labels" : nil
  }

  private static func isSquare(_ count: Int) -> Bool {
    [1, 3].contains { channels in
      let side = Int(Double(count / channels).squareRoot())
      return count > 0 && side * side * channels == count
    }
  }
}
