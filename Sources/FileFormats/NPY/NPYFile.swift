/// Files of one array, as `numpy.save` writes them.
public enum NPYFile {
  /// Reads an array, having checked its size before memory is allocated for it.
  /// - Parameters:
  ///   - path: The file, plain or compressed by gzip.
  ///   - limit: How many places of the first dimension to read at most; all of them if `nil`.
  /// - Returns: The array, its bytes in the order of ``NumberArray``, whatever that of the file is.
  /// - Throws: ``FileError`` if the file cannot be read, is damaged, or holds something else than numbers, such as
  ///   pickled objects.
  public static func read(path: String, limit: Int? = nil) throws -> NumberArray {
    try reader(path).read(limit: limit)
  }

  /// The lengths of a file's dimensions, by its header alone.
  static func dimensions(path: String) throws -> [Int] { try reader(path).header.shape }

  private static func reader(_ path: String) throws -> NPYReader {
    let input = try UnpackedInput(path: path)
    return try NPYReader(
      input.source, sizes: (input.isCompressed ? 0 : input.file.size)...input.maximumSize, path: path)
  }

  /// Writes an array, little-endian and with the last dimension fastest.
  /// - Throws: ``FileError`` if the file cannot be written.
  public static func write(_ array: NumberArray, to path: String, replaceExisting: Bool = true) throws {
    try AtomicFile.write(to: path, replaceExisting: replaceExisting) { output in
      try output.write(NPYHeader.encoded(array).span.bytes)
      try output.write(array.bytes.span.bytes)
    }
  }
}
