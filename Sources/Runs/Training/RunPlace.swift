import FileFormats
import GAN
import Platform

/// The place of a run that is about to begin: its directory, kept from other trainings, in which nothing has been removed
/// yet, and nothing written that could not be taken back.
struct RunPlace {
  let directory: RunDirectory
  /// What has been created: it goes again unless the run begins, the file of the lock while that is still held.
  private let result = UnfinishedResult()
  let lock: RunLock
  private let replacesRun: Bool

  /// Takes the place of a run.
  ///
  /// - Throws: ``RunDirectoryError`` if it cannot be created or written to, another training has it, or it holds a run
  ///   that is not to be replaced, or that cannot be removed. No trace is left then.
  init(_ plan: NewRun) throws {
    directory =
      try plan.directory ?? .createNext(data: plan.data.path, architecture: plan.architecture.name, result)
    replacesRun = plan.replacesRun
    // Before anything is created in a directory that is to stay as it is.
    if directory.isInUse { throw RunDirectoryError(inUse: directory) }
    if replacesRun { try directory.refuseForeignFiles() } else { try directory.refuseTaken() }
    try directory.create(result)
    lock = try directory.lock(result)
    // Another may have come before the lock.
    if replacesRun { try directory.requireRemovableRun() } else { try directory.refuseTaken() }
    directory.removeUnfinishedFiles()
  }

  /// Begins the run: an earlier one goes when all of the first files are on the disk and lack but their names.
  ///
  /// - Throws: ``FileFormats/FileError`` if one cannot be written, or no checkpoint could be; an earlier run then stays.
  ///   ``RunDirectoryError`` if the system does not let go of a file, against all appearance.
  func begin(_ files: () throws -> [PendingFile], checkpointSize: Int) throws {
    if replacesRun { try directory.requireRoom(forCheckpoint: checkpointSize) }
    let files = try files()
    if replacesRun { try directory.removeRun() }
    for file in files { try file.finish() }
    result.keep()
  }
}

extension RunDirectory {
  /// Refuses to make room for a run that could never be saved.
  ///
  /// - Throws: ``FileFormats/FileError`` if a file of a checkpoint's size may not be written, or the disk has not as much
  ///   room even when the run that is here has gone.
  fileprivate func requireRoom(forCheckpoint size: Int) throws {
    func refusal(_ limit: String) -> FileError {
      FileError(
        .inputOutput, path: checkpoint,
        reason: "it will have \(size.grouped) bytes, and \(limit); the run that is here stays")
    }
    if let limit = ProcessLimits.fileSize, limit < size {
      throw refusal("the system allows no file more than \(limit.grouped) ('ulimit -f')")
    }
    guard let available = DiskSpace.available(at: path) else { return }
    let freed = checkpoints().reduce(0) { $0 + (sizeOfFile($1) ?? 0) }
    if available + freed < size { throw refusal("the disk has room for \((available + freed).grouped)") }
  }
}
