import FileFormats
import Platform

/// A directory that a command writes its results to.
enum ResultsDirectory {
  /// Creates it, and those that it lies in, where they are missing.
  ///
  /// - Throws: `FileError` if the system refuses.
  static func create(_ path: String) throws {
    do {
      try DirectoryCreation.create(path)
    } catch {
      throw FileError(.cannotCreate, path: path, reason: "the directory cannot be created: \(error.reason)")
    }
  }
}
