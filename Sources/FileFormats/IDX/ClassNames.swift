/// The names of a data set's classes, a line each in the file `classes.txt` beside its images; class 0 comes first.
public struct ClassNames: Equatable, Sendable {
  /// The names in the order of their numbers; empty if the data set has none.
  public let names: [String]

  private static let fileName = "classes.txt"

  /// The file of a data set's names.
  public static func path(dataSet directory: String) -> String { directory + "/" + fileName }

  private static let greatestSize = 1 << 20

  /// Names for classes 0, 1, ...
  public init(_ names: [String]) {
    self.names = names
  }

  /// Reads the names of a data set, if it has any.
  /// - Throws: ``FileError`` if there is a file of names that cannot be read.
  public init(dataSet directory: String) throws {
    let path = Self.path(dataSet: directory)
    guard FileStatus.following(path) != nil else {
      names = []
      return
    }
    let bytes = try WholeFile.read(path: path, maximumSize: Self.greatestSize)
    // An empty line is a class without a name: those behind it keep their numbers.
    var lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { String($0) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    names = lines
  }

  /// Writes the names into a data set's directory.
  /// - Throws: ``FileError``; an earlier file is left alone.
  public func write(dataSet directory: String) throws {
    let text = names.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n" }.joined()
    try AtomicFile.write(Array(text.utf8), to: Self.path(dataSet: directory), replaceExisting: false)
  }

  /// The class of a name or a number; `nil` if there is none.
  public func number(of text: String) -> UInt8? {
    names.firstIndex(of: text).flatMap { UInt8(exactly: $0) } ?? UInt8(text)
  }
}
