import FileFormats
import Platform

/// The directory that an import writes its data set into.
struct ImportedDirectory {
  private let path: String
  private let isNew: Bool

  /// Takes a directory, which is created if need be.
  ///
  /// - Throws: `FileError` if it cannot be created, or holds a data set already and `adding` is false.
  init(_ path: String, adding: Bool) throws {
    self.path = path
    if !adding, let taken = DataSet.existingFile(in: path) {
      throw FileError(
        .cannotCreate, path: path,
        reason: "a data set is here already ('\(taken)'); remove it, name another --out, or add to it by --add")
    }
    isNew = !fileExists(path)
    do {
      try DirectoryCreation.create(path)
    } catch {
      throw FileError(.cannotCreate, path: path, reason: "the directory cannot be created: \(error.reason)")
    }
  }

  /// Removes the directory if this has created it and nothing lies in it.
  func removeIfNew() {
    if isNew { DirectoryCreation.removeIfEmpty(path) }
  }
}
