import FileFormats
import Foundation
import Platform

/// One training at a time writes to a run directory. Reading one needs no lock.
extension RunDirectory {
  /// The file that a training has locked.
  private var lockFile: String { path + "/.lock" }

  /// Keeps other trainings out as long as the result lives, and at most until this process ends, however it ends: the
  /// system itself lets go of the lock then.
  ///
  /// A file system that has no locks is taken as it is.
  ///
  /// - Throws: ``RunDirectoryError`` if another training holds the lock, or the directory cannot be written to.
  public func lock() throws -> RunLock {
    while true {
      let descriptor = open(lockFile.systemPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw RunDirectoryError(cannotWrite: self, errno) }
      // Whoever looks whether the run is in use holds the lock for a moment.
      if FileLock.acquire(descriptor, patience: .milliseconds(200)) == .taken {
        close(descriptor)
        throw RunDirectoryError(inUse: self)
      }
      if FileLock.isOf(descriptor, path: lockFile) { return RunLock(descriptor: descriptor) }
      close(descriptor)
    }
  }

  /// The same, where the file is a part of a result if it is new.
  func lock(_ result: UnfinishedResult) throws -> RunLock { try result.addFile(lockFile) { try lock() } }

  /// Whether a training has the directory at this moment.
  public var isInUse: Bool {
    let descriptor = open(lockFile.systemPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return FileLock.acquire(descriptor) == .taken
  }

  /// Removes the unfinished files of processes that were killed. To be called by the holder of the lock.
  public func removeUnfinishedFiles() {
    for directory in [path, samples] { AtomicFile.removeUnfinishedFiles(in: directory) }
  }
}

/// The right to write to a run directory, given back with the last reference to it.
public final class RunLock: Sendable {
  private let descriptor: Int32

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
