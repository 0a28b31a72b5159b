/// The formats of files that hold arrays of numbers, told by how a file begins and not by its name.
enum ArrayFormat {
  case idx, npy, npz, csv

  /// How much of a file tells its format.
  private static let prefixLength = 1 << 16

  /// Tells the format of a file, of its contents if it is compressed; `nil` if it is none of these.
  /// - Throws: ``FileError`` if the file cannot be read.
  init?(path: String) throws {
    let input = try UnpackedInput(path: path)
    let start = try input.source.readBytes(Self.prefixLength)
    if start.starts(with: NPYHeader.signature) {
      self = .npy
    } else if start.starts(with: ZipArchive.signature), !input.isCompressed {
      self = .npz
    } else if start.count >= 4, start[0] == 0, start[1] == 0, (0x08...0x0E).contains(start[2]),
      (1...8).contains(start[3])
    {
      self = .idx
    } else if try Self.isTable(start, path: path) {
      self = .csv
    } else {
      return nil
    }
  }

  /// Whether a text begins with a line of numbers, or one of names and one of numbers.
  private static func isTable(_ start: [UInt8], path: String) throws -> Bool {
    if start.contains(0) { return false }
    var lines = CSVLines(BytesInput(start), path: path)
    guard try lines.advance(), lines.fields.count > 1 else { return false }
    let count = lines.fields.count
    if lines.fields.allSatisfy({ CSVTable.number($0) != nil }) { return true }
    // The second line may be cut.
    guard try lines.advance(), lines.fields.count == count || start.count == prefixLength else { return false }
    return lines.fields.dropLast().allSatisfy { CSVTable.number($0) != nil }
  }
}
