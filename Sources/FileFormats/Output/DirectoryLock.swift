import Foundation
import Platform

/// The right to change what a directory holds, among processes that ask for it: one at a time, and none longer than it
/// lives. It leaves nothing behind, since the directory itself is locked.
///
/// A directory that cannot be opened, or a file system that has no locks, is taken as it is.
public final class DirectoryLock: Sendable {
  private let descriptor: Int32

  /// Locks a directory, which must be there.
  ///
  /// - Parameters:
  ///   - directory: The directory.
  ///   - patience: How long another process is waited for.
  /// - Throws: ``FileError`` if another process has it.
  public init(_ directory: String, patience: Duration = .zero) throws {
    descriptor = open(directory.systemPath, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard descriptor >= 0, FileLock.acquire(descriptor, patience: patience) == .taken else { return }
    throw FileError(
      .cannotCreate, path: directory, reason: "another process writes to this directory; wait for its end")
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
