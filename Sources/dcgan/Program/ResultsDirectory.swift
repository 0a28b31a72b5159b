import FileFormats
import Platform
import Runs

/// A directory that a command writes its results to.
enum ResultsDirectory {
  /// Refuses the directory of a run, among whose files results would lie.
  ///
  /// - Throws: `FileError` if a run lies there.
  static func refuseRun(_ path: String) throws {
    guard RunDirectory(path).holdsRun() else { return }
    throw FileError(
      .cannotCreate, path: path,
      reason: "this is the directory of a run, and results would lie among its files; name another --out")
  }

  /// Creates it, and those that it lies in, where they are missing.
  ///
  /// - Throws: `FileError` if the system refuses, or the directory is a run's.
  static func create(_ path: String) throws {
    try refuseRun(path)
    do {
      try DirectoryCreation.create(path)
    } catch {
      throw FileError(.cannotCreate, path: path, reason: "the directory cannot be created: \(error.reason)")
    }
  }
}
