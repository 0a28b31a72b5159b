import Foundation

/// A directory that could not be created.
package struct DirectoryCreationError: Error {
  /// The directory, which may be one that the wanted one was to lie in.
  package let path: String
  /// The `errno` of the attempt.
  package let code: Int32

  /// What is wrong, as a clause.
  package var reason: String { code == EEXIST ? "'\(path)' is no directory" : String(cString: strerror(code)) }
}

/// Creating directories.
package enum DirectoryCreation {
  /// Creates a directory and those that it lies in, where they are missing.
  package static func create(_ path: String) throws(DirectoryCreationError) {
    for directory in missing(in: path) { _ = try createOne(directory) }
  }

  /// The directories that have to be created for a path, each after the one that it lies in.
  static func missing(in path: String) -> [String] {
    let slash = UInt8(ascii: "/")
    var directory = path.utf8.first == slash ? "/" : ""
    var missing: [String] = []
    for component in path.utf8.split(separator: slash) {
      directory += String(Substring(component))
      if !exists(directory) { missing.append(directory) }
      directory += "/"
    }
    return missing
  }

  /// Creates a directory in one that is there.
  ///
  /// - Returns: Whether it is new; `false` if another process was faster.
  static func createOne(_ directory: String) throws(DirectoryCreationError) -> Bool {
    if mkdir(directory.systemPath, 0o777) == 0 { return true }
    let code = errno
    guard exists(directory) else { throw DirectoryCreationError(path: directory, code: code) }
    return false
  }

  /// Removes a directory unless it holds anything.
  package static func removeIfEmpty(_ path: String) { rmdir(path.systemPath) }

  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path.systemPath, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
