extension FileError {
  /// A file that is of another kind than it had to be.
  public struct Mismatch: Equatable, Sendable {
    /// What it is.
    public let found: FileKind
    /// What it had to be.
    public let wanted: FileRole

    /// Names both.
    public init(found: FileKind, wanted: FileRole) {
      self.found = found
      self.wanted = wanted
    }
  }

  /// The error of a file or directory that is not what was wanted: it says what it is instead.
  static func unrecognized(path: String, wanted: FileRole) -> FileError {
    guard let found = FileKind.recognize(path), found != .unknown else {
      return FileError(.badData, path: path, reason: "this is not \(wanted.name)")
    }
    return mismatch(path: path, found: found, wanted: wanted)
  }

  /// The same once the kind is known.
  package static func mismatch(path: String, found: FileKind, wanted: FileRole) -> FileError {
    FileError(
      found == .brokenLink ? .missingInput : .badData, path: path,
      reason: "this is \(found.name), not \(wanted.name)", mismatch: Mismatch(found: found, wanted: wanted))
  }

  /// The same error of a file that had to be something else.
  public func wanting(_ role: FileRole) -> FileError {
    guard let mismatch, !mismatch.found.isToldBetterByReader else { return self }
    return FileError.mismatch(path: path, found: mismatch.found, wanted: role)
  }

  /// Looks what the file is.
  /// - Parameters:
  ///   - wanted: What it should be.
  ///   - accepted: Kinds whose faults this error tells better.
  /// - Returns: This error, or a better one that tells what the file is, if it is of a kind that `wanted` cannot be.
  public func recognizing(_ wanted: FileRole, unless accepted: Set<FileKind>) -> FileError {
    guard kind == .badData || kind == .missingInput, mismatch == nil, let found = FileKind.recognize(path),
      found != .unknown, !accepted.contains(found)
    else { return self }
    if found.isToldBetterByReader {
      return FileError(
        kind, path: path, byteOffset: byteOffset, reason: reason, mismatch: Mismatch(found: found, wanted: wanted))
    }
    return FileError.mismatch(path: path, found: found, wanted: wanted)
  }
}

extension FileKind {
  /// Whether readers say more about the fault than the kind does.
  fileprivate var isToldBetterByReader: Bool { [.otherIDX, .rowsIDX, .empty].contains(self) }
}
