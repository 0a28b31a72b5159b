import FileFormats
import Platform
import Runs

/// A directory that a command writes its results to.
enum ResultsDirectory {
  /// Refuses the directory of a run, or that of its grids, among whose files results would lie.
  ///
  /// - Throws: `FileError` if a run lies there.
  static func refuseRun(_ path: String) throws {
    guard RunDirectory(path).holdsRun() || runOfSamples(path) != nil else { return }
    throw FileError(
      .cannotCreate, path: path,
      reason: "this is the directory of a run, and results would lie among its files; name another --out")
  }

  /// Refuses a directory of runs or of a data set, among which many files would be poured.
  ///
  /// - Throws: `FileError` if it is one.
  static func refuseCollection(_ path: String) throws {
    let content =
      !RunDirectory.all(in: path).isEmpty
      ? "a directory of runs" : ImageArrays.hasNamesOfDataSets(directory: path) ? "the directory of a data set" : nil
    guard let content else { return }
    throw FileError(
      .cannotCreate, path: path,
      reason: "this is \(content), and a picture for each image would lie among them; name a file, or another directory"
    )
  }

  /// Refuses a file that a run has written of itself: a grid of its samples, or the picture of its evaluation.
  ///
  /// - Throws: `FileError` if it is one.
  static func refuseOwnFile(_ path: String) throws {
    guard fileExists(path) else { return }
    let directory = PathComponents(path).parent
    let run = RunDirectory(directory)
    let isEvaluation = namesSameFile(path, run.evaluationPicture) && run.holdsRun()
    guard isEvaluation || runOfSamples(directory) != nil else { return }
    throw FileError(
      .cannotCreate, path: path, reason: "this is a run's own picture, which would be replaced; name another file")
  }

  /// The run whose grids lie in a directory, if any do.
  private static func runOfSamples(_ path: String) -> RunDirectory? {
    let directory = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let run = RunDirectory(PathComponents(directory).parent)
    return isDirectory(directory) && namesSameFile(directory, run.samples) && run.holdsRun() ? run : nil
  }

  /// Refuses, before any work and without a trace, a directory that could not be created, or is a run's.
  ///
  /// - Throws: `FileError`.
  static func check(_ path: String) throws {
    try refuseRun(path)
    do {
      try DirectoryCreation.check(path)
    } catch {
      throw fault(path, error)
    }
  }

  /// Creates it, and those that it lies in, where they are missing.
  ///
  /// - Returns: What was created: it goes again with the last reference to this, unless it is kept or holds anything then.
  /// - Throws: `FileError` if the system refuses, or the directory is a run's.
  static func create(_ path: String) throws -> UnfinishedResult {
    try refuseRun(path)
    let result = UnfinishedResult()
    do {
      try result.createDirectory(path)
    } catch {
      throw fault(path, error)
    }
    return result
  }

  private static func fault(_ path: String, _ cause: DirectoryCreationError) -> FileError {
    FileError(.cannotCreate, path: path, reason: "the directory cannot be created: \(cause.reason)")
  }
}
