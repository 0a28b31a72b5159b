import FileFormats

/// Other programs have files of the names that a run's have. They are not removed with one.
extension RunDirectory {
  /// Refuses a directory with a file that has the name of a run's, is sound, and yet is none of a run. What is damaged
  /// may have been one.
  ///
  /// - Throws: ``RunDirectoryError``.
  func refuseForeignFiles() throws {
    let foreign =
      RunConfiguration.isForeign(configuration)
      ? configuration
      : MetricsLine.isForeign(log: metrics) ? metrics : checkpoints().first(where: Checkpoint.isForeign)
    guard let foreign else { return }
    throw RunDirectoryError(
      .cannotCreate, "'\(foreign)' does not belong to a run of this program, and nothing is removed here.")
  }
}
