/// Reading a small file, such as a configuration, in one piece.
public enum WholeFile {
  /// The bytes of the regular file at `path`, which must have between 1 and `maximumSize` bytes.
  /// - Throws: ``FileError`` if the file is missing, is not a regular file, is empty, too long, or cannot be read.
  public static func read(path: String, maximumSize: Int) throws -> [UInt8] {
    try read(InputFile(path: path), maximumSize: maximumSize)
  }

  private static func read(_ file: InputFile, maximumSize: Int) throws -> [UInt8] {
    try file.requireSize(file.size, atMost: maximumSize)
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
    guard let file = try InputFile(ifAny: path, beyond: start) else { return [] }
    let count = max(0, file.size - start)
    try file.requireSize(count, atMost: maximumSize)
    try file.requireMemory(for: count)
    try file.seek(to: min(start, file.size))
    return try file.readBytes(count)
  }

  /// The bytes of the regular file at `path`, at most `maximumSize`; none if it is empty or does not exist.
  /// - Throws: ``FileError`` if the file is not a regular file, is too long, or cannot be read.
  public static func readIfAny(path: String, maximumSize: Int) throws -> [UInt8] {
    try InputFile(ifAny: path).map { try read($0, maximumSize: maximumSize) } ?? []
  }
}
