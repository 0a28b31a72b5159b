/// Reading a small file, such as a configuration, in one piece.
public enum WholeFile {
  /// The bytes of the regular file at `path`, which must have between 1 and `maximumSize` bytes.
  /// - Throws: ``FileError`` if the file is missing, is not a regular file, is empty, too long, or cannot be read.
  public static func read(path: String, maximumSize: Int) throws -> [UInt8] {
    let file = try InputFile(path: path)
    guard file.size <= maximumSize else {
      throw FileError(
        .badData, path: path, reason: "the file has \(file.size) bytes, but at most \(maximumSize) are expected")
    }
    try file.requireMemory(for: file.size)
    return try file.readBytes(file.size)
  }

  /// The first bytes of the regular file at `path`, at most `count`.
  /// - Throws: ``FileError`` if the file is missing, is not a regular file, is empty, or cannot be read.
  package static func start(path: String, count: Int) throws -> [UInt8] {
    try InputFile(path: path).readBytes(count)
  }

  /// The bytes of the regular file at `path` behind the first `start`, at most `maximumSize`; none if it does not have
  /// as many, or does not exist.
  /// - Throws: ``FileError`` if the file is not a regular file, is too long, or cannot be read.
  package static func rest(path: String, from start: Int, maximumSize: Int) throws -> [UInt8] {
    guard let status = FileStatus.following(path), status.kind != .regularFile || status.size > start else { return [] }
    let file = try InputFile(path: path)
    let count = max(0, file.size - start)
    guard count <= maximumSize else {
      throw FileError(
        .badData, path: path, reason: "the file has \(file.size) bytes, but at most \(maximumSize) are expected")
    }
    try file.requireMemory(for: count)
    try file.seek(to: min(start, file.size))
    return try file.readBytes(count)
  }

  /// The bytes of the regular file at `path`, at most `maximumSize`; none if it is empty or does not exist.
  /// - Throws: ``FileError`` if the file is not a regular file, is too long, or cannot be read.
  public static func readIfAny(path: String, maximumSize: Int) throws -> [UInt8] {
    guard let status = FileStatus.following(path), status.kind != .regularFile || status.size > 0 else { return [] }
    return try read(path: path, maximumSize: maximumSize)
  }
}
