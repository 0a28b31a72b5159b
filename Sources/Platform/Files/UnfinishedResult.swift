import Foundation

/// Directories and files that a program creates one after the other, and that are of use together alone. Unless it keeps
/// them in the end, they go again: with the last reference to this, which an error lets go of, and when a request to end,
/// such as Control-C, ends the process. What was there before stays, and so does a directory that somebody has put
/// something into.
package final class UnfinishedResult {
  private typealias Item = (path: String, place: Int?)

  private var directories: [Item] = []
  private var files: [Item] = []

  /// Nothing yet.
  package init() {}

  deinit {
    for file in files.reversed() { unlink(file.path.systemPath) }
    for directory in directories.reversed() { DirectoryCreation.removeIfEmpty(directory.path) }
    forget()
  }

  /// Creates a directory and those that it lies in, where they are missing.
  package func createDirectory(_ path: String) throws(DirectoryCreationError) {
    for directory in DirectoryCreation.missing(in: path) { _ = try createOne(directory) }
  }

  /// Creates a directory that must not be there yet, and those that it lies in, where they are missing.
  ///
  /// - Returns: Whether it is new; `false` if there is one of that name.
  package func createNewDirectory(_ path: String) throws(DirectoryCreationError) -> Bool {
    var isNew = false
    for directory in DirectoryCreation.missing(in: path) { isNew = try createOne(directory) }
    return isNew
  }

  private func createOne(_ directory: String) throws(DirectoryCreationError) -> Bool {
    // Before it is there, so that there is no moment at which a signal would leave it.
    let place = UnfinishedFiles.add(directory.systemPath, isDirectory: true)
    do {
      guard try DirectoryCreation.createOne(directory) else {
        UnfinishedFiles.remove(place)
        return false
      }
    } catch {
      UnfinishedFiles.remove(place)
      throw error
    }
    directories.append((directory, place))
    return true
  }

  /// Has a file written that is a part of the result, unless it replaces one that was there before.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - write: Creates it. If it throws, what lies there is somebody else's.
  /// - Returns: What `write` returns.
  /// - Throws: What `write` throws.
  @discardableResult
  package func addFile<Value>(_ path: String, by write: () throws -> Value) throws -> Value {
    guard access(path.systemPath, F_OK) != 0 else { return try write() }
    let place = UnfinishedFiles.add(path.systemPath)
    do {
      let value = try write()
      files.append((path, place))
      return value
    } catch {
      UnfinishedFiles.remove(place)
      throw error
    }
  }

  /// Keeps all of it: it is complete.
  package func keep() {
    forget()
    (files, directories) = ([], [])
  }

  private func forget() {
    for item in files + directories { UnfinishedFiles.remove(item.place) }
  }
}
