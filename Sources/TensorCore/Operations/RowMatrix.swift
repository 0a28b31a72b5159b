/// Rows of equally many values, one a sample: features, or the pixels of images.
public struct RowMatrix: Sendable {
  /// Rows.
  public let count: Int
  /// Values of a row.
  public let columns: Int
  let values: Values

  enum Values {
    case floats([Float])
    case bytes([UInt8])
  }

  /// Rows of floats, one after the other; a multiple of `columns` of them.
  public init(_ floats: [Float], columns: Int) {
    self.init(.floats(floats), count: floats.count, columns)
  }

  /// Rows of bytes, one after the other; a multiple of `columns` of them.
  public init(_ bytes: [UInt8], columns: Int) {
    self.init(.bytes(bytes), count: bytes.count, columns)
  }

  private init(_ values: Values, count: Int, _ columns: Int) {
    precondition(columns > 0 && count % columns == 0, "rows have equally many values")
    self.values = values
    self.columns = columns
    self.count = count / columns
  }

  /// The value of a row and a column.
  public subscript(row: Int, column: Int) -> Double {
    precondition(column >= 0 && column < columns, "a column lies inside the matrix")
    switch values {
    case .floats(let values): return Double(values[row * columns + column])
    case .bytes(let values): return Double(values[row * columns + column])
    }
  }

  /// The rows of these numbers, in this order.
  public func rows(_ numbers: [Int]) -> RowMatrix {
    switch values {
    case .floats(let values):
      return RowMatrix(numbers.flatMap { values[$0 * columns..<($0 + 1) * columns] }, columns: columns)
    case .bytes(let values):
      return RowMatrix(numbers.flatMap { values[$0 * columns..<($0 + 1) * columns] }, columns: columns)
    }
  }

  /// Whether no value is infinite or not a number.
  public var isFinite: Bool {
    switch values {
    case .floats(let values): values.allSatisfy(\.isFinite)
    case .bytes: true
    }
  }
}
