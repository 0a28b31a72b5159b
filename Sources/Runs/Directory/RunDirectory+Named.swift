import FileFormats

extension RunDirectory {
  /// The run that a user names, by its directory or a file in it; the one under `runs/` that was written to last if
  /// none is named. It need not have a checkpoint yet.
  ///
  /// - Throws: ``RunDirectoryError`` if there is none, or an error that says what else is there.
  public static func named(_ path: String?) throws -> RunDirectory {
    guard let path else { return try newest() }
    let run = RunDirectory(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
    if run.holdsRun() { return run }
    let around = RunDirectory.holding(checkpoint: path)
    if fileExists(path), !isDirectory(path), around.holdsRun() { return around }
    throw run.strangerError(wanted: .run) ?? RunDirectoryError(.missing, "'\(path)': there is no run here.")
  }
}
