import FileFormats

/// Other programs have files of the names that a run's have. They are not removed with one.
extension RunDirectory {
  /// The error of a path that was to name a run and names nothing, what may not be read, or something else that is
  /// known, such as a picture or a directory of several runs; `nil` if it names something unknown, or a directory of
  /// nothing in particular.
  func strangerError(wanted: FileRole) -> (any Error)? {
    if let error = FileError.closedDirectory(path) { return error }
    switch FileKind.recognize(path) {
    case nil: return FileError.unreadable(path)
    case .directory, .runDirectory, .unknown, .empty: return nil
    case .runsDirectory:
      let newest = RunDirectory.all(in: path).first
      return RunDirectoryError(
        .missing,
        "'\(path)' is a directory of runs: name one of them."
          + (newest.map { " The newest is '\($0.path)'." } ?? ""))
    case let kind?: return FileError.mismatch(path: path, found: kind, wanted: wanted)
    }
  }

  /// Refuses a directory that holds a data set and no run, and one with a file that has the name of a run's, is sound,
  /// and yet is none of a run. What is damaged may have been one.
  ///
  /// - Throws: ``RunDirectoryError``.
  func refuseForeignFiles() throws {
    if ImageArrays.hasNamesOfDataSets(directory: path), !holdsRun() {
      throw RunDirectoryError(.cannotCreate, "'\(path)' holds a data set, among whose files a run's would lie.")
    }
    let foreign =
      RunConfiguration.isForeign(configuration)
      ? configuration
      : MetricsLine.isForeign(log: metrics) ? metrics : checkpoints().first(where: Checkpoint.isForeign)
    guard let foreign else { return }
    throw RunDirectoryError(
      .cannotCreate, "'\(foreign)' does not belong to a run of this program, and nothing is removed here.")
  }
}
