import Foundation

/// A directory that could not be created.
package struct DirectoryCreationError: Error {
  /// The directory, which may be one that the wanted one was to lie in.
  package let path: String
  /// The `errno` of the attempt.
  package let code: Int32

  /// An attempt that ended with an error.
  package init(path: String, code: Int32) {
    self.path = path
    self.code = code
  }

  /// What is wrong, as a clause.
  package var reason: String { code == EEXIST ? "'\(path)' is no directory" : String(cString: strerror(code)) }
}

/// Creating directories.
package enum DirectoryCreation {
  /// Creates a directory and those that it lies in, where they are missing: all of them, or none.
  package static func create(_ path: String) throws(DirectoryCreationError) {
    let result = UnfinishedResult()
    try result.createDirectory(path)
    result.keep()
  }

  /// The directories that have to be created for a path, each after the one that it lies in.
  static func missing(in path: String) -> [String] { directories(to: path).filter { !exists($0) } }

  /// Creates a directory in one that is there.
  ///
  /// - Returns: Whether it is new; `false` if another process was faster.
  static func createOne(_ directory: String) throws(DirectoryCreationError) -> Bool {
    if mkdir(directory.systemPath, 0o777) == 0 { return true }
    let code = errno
    guard exists(directory) else { throw DirectoryCreationError(path: directory, code: code) }
    return false
  }

  /// Finds out, without any trace, whether ``create(_:)`` could create a directory and a file in it, or whether one that
  /// is there can be written to.
  package static func check(_ path: String) throws(DirectoryCreationError) {
    var last = path.utf8.first == slash ? "/" : "."
    for directory in directories(to: path) {
      if exists(directory) {
        last = directory
        continue
      }
      var status = stat()
      if lstat(directory.systemPath, &status) == 0 { throw DirectoryCreationError(path: directory, code: EEXIST) }
      // What is missing and what is wrong with the name are told apart by the system alone.
      if errno != ENOENT { throw DirectoryCreationError(path: directory, code: errno) }
    }
    if access(last.systemPath, W_OK | X_OK) != 0 { throw DirectoryCreationError(path: last, code: errno) }
  }

  /// Removes a directory unless it holds anything.
  package static func removeIfEmpty(_ path: String) { rmdir(path.systemPath) }

  private static let slash = UInt8(ascii: "/")

  /// The directories on the way to a path, and the path itself.
  private static func directories(to path: String) -> [String] {
    var directory = path.utf8.first == slash ? "/" : ""
    return path.utf8.split(separator: slash).map { component in
      directory += String(Substring(component))
      defer { directory += "/" }
      return directory
    }
  }

  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path.systemPath, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
