import Foundation

/// A file that cannot be read or written, told in a sentence for the person at the terminal.
///
/// Every error of this module is of this type, but for ``JSONSyntaxError``, which knows no file.
public struct FileError: Error, Equatable, Sendable {
  /// What went wrong in general; a command-line tool maps it to an exit code of `sysexits.h`.
  public enum Kind: Equatable, Sendable {
    /// The contents are not what they must be (`EX_DATAERR`, 65).
    case badData
    /// The input does not exist or may not be opened (`EX_NOINPUT`, 66).
    case missingInput
    /// There is not enough memory for the contents (`EX_OSERR`, 71).
    case outOfMemory
    /// The output cannot be created (`EX_CANTCREAT`, 73).
    case cannotCreate
    /// Reading or writing failed half-way (`EX_IOERR`, 74).
    case inputOutput
    /// The reader of the pipe that the output goes to has gone, and wants no more of it.
    case closedPipe
  }

  /// What went wrong in general.
  public let kind: Kind
  /// The file, as the caller named it.
  public let path: String
  /// Where the fault lies, in bytes from the start of the file; in a compressed file, of its decompressed contents,
  /// unless the compression itself is at fault.
  public let byteOffset: Int?
  /// What is wrong, without the path: a clause that continues "'path': ..." and has no full stop.
  public let reason: String
  /// What the file is and had to be, if it was recognised as something else.
  public let mismatch: Mismatch?

  /// Creates an error about `path`, and about one byte of it if `byteOffset` is given.
  public init(_ kind: Kind, path: String, byteOffset: Int? = nil, reason: String, mismatch: Mismatch? = nil) {
    self.kind = kind
    self.path = path
    self.byteOffset = byteOffset
    self.reason = reason
    self.mismatch = mismatch
  }
}

extension FileError: CustomStringConvertible {
  /// The whole sentence, such as `'model.safetensors', byte 8: the header must begin with '{'.`
  public var description: String {
    let place = byteOffset.map { ", byte \($0)" } ?? ""
    return "'\(path)'\(place): \(reason)."
  }
}

extension FileError {
  /// The error of a directory that one may not look into; `nil` if one may, or there is none.
  package static func closedDirectory(_ path: String) -> FileError? {
    guard isDirectory(path), access(path.systemPath, R_OK | X_OK) != 0 else { return nil }
    return system(.missingInput, path: path, action: "the directory cannot be read", code: errno)
  }

  /// The error of a path that names nothing, of a directory that one may not look into, and of what cannot be opened as
  /// a file; `nil` if there is something that can be read.
  package static func unreadable(_ path: String) -> FileError? {
    if isDirectory(path) { return closedDirectory(path) }
    do {
      _ = try InputFile(path: path)
      return nil
    } catch {
      return error as? FileError
    }
  }

  /// An error of a system call: `action` is what was tried ("cannot be opened"), `code` the call's `errno`.
  static func system(_ kind: Kind, path: String, action: String, code: Int32) -> FileError {
    FileError(kind, path: path, reason: "\(action): \(String(cString: strerror(code)))")
  }
}
