import Foundation

/// Removing files.
package enum FileRemoval {
  /// What is in the way of removing a file, as a clause and as far as that can be known before; `nil` if nothing is, or
  /// there is no file.
  package static func obstacle(to path: String) -> String? {
    func words(_ code: Int32) -> String { String(cString: strerror(code)) }
    var status = stat()
    guard lstat(path.systemPath, &status) == 0 else { return errno == ENOENT ? nil : words(errno) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR { return words(EISDIR) }
    if access(directory(of: path).systemPath, W_OK | X_OK) != 0 { return words(errno) }
    if isKept(status, in: directory(of: path)) { return words(EPERM) }
    guard kind == S_IFREG, access(path.systemPath, W_OK) != 0 else { return nil }
    // What its owner has protected is not meant to go.
    return errno == EACCES ? "it is write-protected" : words(errno)
  }

  /// Whether a directory, such as /tmp, lets nobody remove what others own.
  private static func isKept(_ file: stat, in directory: String) -> Bool {
    var status = stat()
    guard stat(directory.systemPath, &status) == 0, status.st_mode & S_ISVTX != 0 else { return false }
    return ![0, file.st_uid, status.st_uid].contains(geteuid())
  }

  private static func directory(of path: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    return slash.map { String(path[...$0]) } ?? "."
  }
}
