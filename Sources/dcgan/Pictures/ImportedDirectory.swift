import FileFormats
import Platform

/// The directory that an import writes its data set into. If none comes of it, what was created goes again.
struct ImportedDirectory {
  private let path: String

  /// Names a directory, which need not exist.
  ///
  /// - Throws: `FileError` if it is a run's, or holds a data set already and `adding` is false.
  init(_ path: String, adding: Bool) throws {
    self.path = path
    if !adding { try DataSet.finishInterruptedWriting(in: path) }
    if !adding, let taken = DataSet.existingFile(in: path) {
      throw FileError(
        .cannotCreate, path: path,
        reason: "a data set is here already ('\(taken)'); remove it, name another --out, or add to it by --add")
    }
    try ResultsDirectory.refuseRun(path)
  }

  /// Writes what `read` finds, behind the images of an old data set if there is one. If that fails, directories that
  /// were missing are so again.
  ///
  /// - Parameters:
  ///   - old: The data set that lies here.
  ///   - report: Told what becomes of labels that cannot be kept.
  ///   - read: Makes the new images.
  /// - Returns: What was written, in words.
  /// - Throws: `FileError` if the images do not fit the old ones or cannot be written; whatever `read` throws.
  func write(
    addingTo old: ImportedDataSet?, report: (String) -> Void, _ read: () throws -> ImportedImages
  ) throws -> String {
    // Before the work, lest it be in vain.
    let result = try ResultsDirectory.create(path)
    let lock = try old == nil ? DirectoryLock(path) : nil
    defer { withExtendedLifetime((lock, old)) {} }
    let new = try read()
    let all = try old?.adding(new, report: report) ?? new
    try DataSet.write(all.training, test: all.test, to: path, replacing: old != nil)
    result.keep()
    return "\(new.text), \(old == nil ? "in \(path)" : "added to \(path), now with \(all.countText)")"
  }
}
