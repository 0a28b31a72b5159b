/// The names of a data set's classes, a line each in the file `classes.txt` beside its images; class 0 comes first.
enum ClassNamesFile {
  static let name = "classes.txt"

  /// The file of a data set's names.
  static func path(dataSet directory: String) -> String { directory + "/" + name }

  private static let maximumSize = 1 << 20

  /// Reads the names of a data set, whose images are in a directory or a file; none if it has no file of names.
  ///
  /// Labels that begin with 1 and end with the number of names, as EMNIST's letters do, are numbers of lines: then
  /// class 0 has no name.
  /// - Throws: ``FileError`` if there is a file of names that cannot be read.
  static func read(dataSet: String, labels: [UInt8]? = nil) throws -> [String] {
    let lines = try lines(dataSet: dataSet)
    let countsFromOne = labels?.min() == 1 && labels?.max().map { Int($0) } == lines.count
    return countsFromOne ? [""] + lines : lines
  }

  private static func lines(dataSet: String) throws -> [String] {
    let path = path(dataSet: isDirectory(dataSet) ? dataSet : PathComponents(dataSet).directory)
    guard FileStatus.following(path) != nil else { return [] }
    let bytes = try WholeFile.readIfAny(path: path, maximumSize: maximumSize)
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
