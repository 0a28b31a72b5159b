/// Files that may be replaced because they hold what is written there.
public enum ReplaceableFile {
  private static let startLength = 64

  /// Refuses to replace a file that holds something else. What is absent, empty or no regular file cannot be lost.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - kind: What is written, such as "file of ONNX".
  ///   - holdsKind: Looks at the first bytes of a file, whether it is of that kind.
  /// - Throws: ``FileError``.
  public static func check(_ path: String, isA kind: String, when holdsKind: (_ start: [UInt8]) -> Bool) throws {
    guard let file = try InputFile(replaceable: path) else { return }
    let start = try file.readBytes(startLength)
    guard !start.isEmpty, !holdsKind(start) else { return }
    throw FileError(
      .cannotCreate, path: path, reason: "this is no \(kind), and one would replace it; name another file")
  }
}

extension InputFile {
  /// Opens a file that is about to be replaced; `nil` if nothing can be lost, since it is absent, empty or no regular
  /// file.
  /// - Throws: ``FileError`` if it cannot be read what it holds.
  convenience init?(replaceable path: String) throws {
    do {
      try self.init(path: path)
    } catch let error as FileError {
      if error.kind == .badData || !fileExists(path) { return nil }
      throw FileError(
        .cannotCreate, path: path,
        reason:
          "\(error.reason); what cannot be read is not replaced, since it may be something else: name another file")
    }
  }
}
