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
    guard let file = try? InputFile(path: path) else { return }
    let start = try file.readBytes(startLength)
    guard !start.isEmpty, !holdsKind(start) else { return }
    throw FileError(
      .cannotCreate, path: path, reason: "this is no \(kind), and one would replace it; name another file")
  }
}
