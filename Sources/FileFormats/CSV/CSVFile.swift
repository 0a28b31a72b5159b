/// Images as text, in the usual form of MNIST: a line for each, with its label and 784 numbers.
public enum CSVFile {
  /// What a file holds.
  public struct Contents: Equatable, Sendable {
    /// A row of numbers for each image: unsigned bytes if all are whole and from 0 to 255, or else 32-bit
    /// floating-point numbers.
    public let images: NumberArray
    /// The label of each image, if there is a column of them.
    public let labels: NumberArray?
    /// What was taken for granted, as a clause.
    public let remark: String?
  }

  /// Reads a file.
  ///
  /// The first line may name the columns; then the labels are in the column `label` (or `class`, `target`, `y`), first
  /// or last, if there is one. Without names they are in the first, unless all columns make a square image and all but
  /// the first do not.
  /// - Parameters:
  ///   - path: The file, plain or compressed by gzip.
  ///   - limit: How many images to read at most; all of them if `nil`.
  /// - Returns: The images and their labels.
  /// - Throws: ``FileError`` that names the line and the column of what cannot be read.
  public static func read(path: String, limit: Int? = nil) throws -> Contents {
    let input = try UnpackedInput(path: path)
    var lines = CSVLines(input.source, path: path)
    guard try lines.advance() else { throw FileError(.badData, path: path, reason: "there are no lines of numbers") }
    let columns = CSVColumns(lines.fields)
    var table = CSVTable(columns, path: path)
    var isMore = true
    if columns.isHeader { isMore = try lines.advance() }
    while isMore, limit.map({ table.rowCount < $0 }) ?? true {
      try table.append(lines)
      isMore = try lines.advance()
    }
    return try table.contents()
  }
}
