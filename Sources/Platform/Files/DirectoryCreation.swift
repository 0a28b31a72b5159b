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
    let slash = UInt8(ascii: "/")
    var directory = path.utf8.first == slash ? "/" : ""
    for component in path.utf8.split(separator: slash) {
      directory += String(Substring(component))
      if !exists(directory), mkdir(directory.systemPath, 0o777) != 0 {
        let code = errno
        // Another process may have been faster.
        if !exists(directory) { throw DirectoryCreationError(path: directory, code: code) }
      }
      directory += "/"
    }
  }

  /// Removes a directory unless it holds anything.
  package static func removeIfEmpty(_ path: String) { rmdir(path.systemPath) }

  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path.systemPath, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
