/// The names of a data set's classes, a line each in the file `classes.txt` beside its images; class 0 comes first.
enum ClassNamesFile {
  static let name = "classes.txt"

  /// The file of a data set's names.
  static func path(dataSet directory: String) -> String { directory + "/" + name }

  private static let maximumSize = 1 << 20

  /// Reads the names of a data set; none if it has no such file.
  /// - Throws: ``FileError`` if there is a file of names that cannot be read.
  static func read(dataSet directory: String) throws -> [String] {
    let path = Self.path(dataSet: directory)
    guard FileStatus.following(path) != nil else { return [] }
    let bytes = try WholeFile.read(path: path, maximumSize: maximumSize)
    // An empty line is a class without a name: those behind it keep their numbers.
    var lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { String($0) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Writes names into a new file, line ends within one as spaces.
  /// - Throws: ``FileError``; an earlier file is left alone.
  static func write(_ names: [String], path: String) throws {
    let text = names.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n" }.joined()
    try AtomicFile.write(Array(text.utf8), to: path, replaceExisting: false)
  }
}
