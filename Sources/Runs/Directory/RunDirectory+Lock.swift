import FileFormats
import Foundation

/// One training at a time writes to a run directory. Reading one needs no lock.
extension RunDirectory {
  /// The file that a training has locked.
  private var lockFile: String { path + "/.lock" }

  /// Keeps other trainings out until this process ends, however it ends: the system itself lets go of the lock then.
  ///
  /// A file system that has no locks is taken as it is.
  ///
  /// - Throws: ``RunDirectoryError`` if another training holds the lock, or the directory cannot be written to.
  public func lock() throws {
    let descriptor = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw RunDirectoryError(
        .cannotCreate, "The run directory '\(path)' cannot be written to: \(String(cString: strerror(errno))).")
    }
    // The descriptor stays open, and with it the lock.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(descriptor)
      throw RunDirectoryError(
        .inUse, "Another training writes to '\(path)'. Wait for its end, or name another directory with --out.")
    }
  }

  /// Removes the unfinished files of processes that were killed. To be called by the holder of the lock.
  public func removeUnfinishedFiles() {
    for directory in [path, samples] { AtomicFile.removeUnfinishedFiles(in: directory) }
  }
}
