import Foundation
import Platform

/// What `stat` says about a path, as far as this module asks.
struct FileStatus {
  /// The kinds of things a path can name.
  enum Kind: String {
    case regularFile = "a regular file"
    case directory = "a directory"
    case pipe = "a pipe"
    case characterDevice = "a character device"
    case blockDevice = "a block device"
    case socket = "a socket"
    case symbolicLink = "a symbolic link"
    case unknown = "something unknown"
  }

  let kind: Kind
  /// Length in bytes; meaningful for a regular file only.
  let size: Int
  /// When the contents changed last.
  let lastChange: Date
  /// Who may read, write and execute it.
  let permissions: mode_t
  /// Tells it from all other files at the time.
  let identity: Identity

  /// A file's number, and that of the device it lies on.
  struct Identity: Equatable {
    let device: dev_t
    let file: ino_t
  }

  private init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regularFile
    case S_IFDIR: kind = .directory
    case S_IFIFO: kind = .pipe
    case S_IFCHR: kind = .characterDevice
    case S_IFBLK: kind = .blockDevice
    case S_IFSOCK: kind = .socket
    case S_IFLNK: kind = .symbolicLink
    default: kind = .unknown
    }
    size = Int(status.st_size)
    lastChange = Date(timeIntervalSince1970: FileTimes.secondsOfLastChange(status))
    permissions = status.st_mode & 0o777
    identity = Identity(device: status.st_dev, file: status.st_ino)
  }

  /// The status of what `path` names in the end, after all symbolic links; `nil` on failure, with the reason in
  /// `errno`.
  static func following(_ path: String) -> FileStatus? {
    var status = stat()
    return stat(path.systemPath, &status) == 0 ? FileStatus(status) : nil
  }

  /// The status of `path` itself, be it a symbolic link; `nil` on failure, with the reason in `errno`.
  static func ofLink(_ path: String) -> FileStatus? {
    var status = stat()
    return lstat(path.systemPath, &status) == 0 ? FileStatus(status) : nil
  }

  /// The status of an open file; `nil` on failure, with the reason in `errno`.
  static func ofDescriptor(_ descriptor: Int32) -> FileStatus? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? FileStatus(status) : nil
  }
}

/// Whether a path names anything, be it through symbolic links.
package func fileExists(_ path: String) -> Bool { FileStatus.following(path) != nil }

/// Whether a path certainly names nothing, not even a link that leads nowhere: the system says so, and did not fail to
/// look.
package func isAbsent(_ path: String) -> Bool {
  FileStatus.ofLink(path) == nil && (errno == ENOENT || errno == ENOTDIR)
}

/// When the contents of what a path names changed last; `nil` if it names nothing.
package func timeOfLastChange(_ path: String) -> Date? { FileStatus.following(path)?.lastChange }

/// The bytes of what a path names; `nil` if it names nothing.
package func sizeOfFile(_ path: String) -> Int? { FileStatus.following(path)?.size }

/// Whether a path names a directory, be it through symbolic links.
package func isDirectory(_ path: String) -> Bool { FileStatus.following(path)?.kind == .directory }

extension FileStatus {
  /// Refuses a path that names nothing, a directory whose contents this process may not see, and what is none.
  ///
  /// - Throws: ``FileError`` that says why.
  static func requireReadableDirectory(_ path: String) throws {
    guard let status = following(path) else { throw InputFile.openError(path: path, code: errno) }
    guard status.kind == .directory else {
      throw FileError(.badData, path: path, reason: "this is a file, not a directory")
    }
    guard access(path.systemPath, R_OK | X_OK) == 0 else {
      throw FileError.system(.missingInput, path: path, action: "the directory cannot be read", code: errno)
    }
  }
}
