import Foundation
import Platform
import Synchronization

/// A file that is being written, over a long time perhaps: it has another name in the same directory until it is
/// complete, and is removed if it never is.
public final class PendingFile {
  /// What is written.
  public let output: OutputFile
  /// The file, as the caller named it.
  private let path: String
  /// The file at the end of all symbolic links.
  private let target: String
  private let temporary: String
  private var isPending = true
  /// Its place among the files that a signal removes.
  private let place: Int?

  /// Makes the names of temporary files unique within the process.
  private static let temporaryFileCount = Atomic<Int>(0)
  private static let maximumAttemptCount = 100

  /// Begins a file that will replace one at `path`, whose permissions it takes over.
  /// - Throws: ``FileError`` if it cannot be created, or if a pipe or a device is in its place: these can only be
  ///   appended to.
  public convenience init(path: String) throws {
    guard case .file(let target) = try OutputTarget(resolving: path) else {
      throw FileError(
        .cannotCreate, path: path,
        reason: "this is a pipe or a device, and the file is not written in one piece; name a file")
    }
    try self.init(target: target, for: path)
  }

  /// The same for a path whose links are followed already.
  convenience init(target: String, for path: String) throws {
    try Self.requireWritable(target, for: path)
    try self.init(beside: target, for: path)
    if let old = FileStatus.following(target) { chmod(temporary.systemPath, old.permissions) }
  }

  private init(beside target: String, for path: String) throws {
    (output, temporary, place) = try Self.createTemporaryFile(beside: target, for: path)
    (self.target, self.path) = (target, path)
  }

  /// Writes a file as a whole, and brings it to the disk, while something else may have its name still that is going to
  /// be removed: be that a symbolic link, a file of the name takes its place when this one is finished, which takes no
  /// room any more.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - body: Writes the contents.
  /// - Returns: The file, which waits for ``finish()``.
  /// - Throws: ``FileError`` if it cannot be created or written; whatever `body` throws.
  package static func prepared(_ path: String, body: (OutputFile) throws -> Void) throws -> PendingFile {
    let file = try PendingFile(beside: path, for: path)
    try body(file.output)
    try file.output.synchronize()
    return file
  }

  deinit {
    if isPending { unlink(temporary.systemPath) }
    UnfinishedFiles.remove(place)
  }

  /// Brings the contents to the disk, and gives the file its name.
  /// - Throws: ``FileError``; the file that was there then stays.
  public func finish() throws { try finish(replaceExisting: true, waitsForDisk: true) }

  func finish(replaceExisting: Bool, waitsForDisk: Bool) throws {
    if waitsForDisk { try output.synchronize() }
    try output.close()
    try move(replaceExisting: replaceExisting)
    isPending = false
    if waitsForDisk { try synchronizeDirectory() }
  }

  /// Refuses what its owner has protected, which renaming would replace all the same, and a name that no file can have,
  /// as the temporary one can.
  private static func requireWritable(_ target: String, for path: String) throws {
    if access(target.systemPath, W_OK) == 0 { return }
    switch errno {
    case EACCES where FileStatus.ofLink(target) != nil:
      throw FileError(.cannotCreate, path: path, reason: "this file is write-protected, and is not replaced")
    case ENAMETOOLONG:
      throw FileError.system(.cannotCreate, path: path, action: "cannot be created", code: ENAMETOOLONG)
    default: return
    }
  }

  /// Creates a file with the permissions that the user's umask gives to any new file.
  private static func createTemporaryFile(
    beside target: String, for path: String
  ) throws -> (output: OutputFile, temporary: String, place: Int?) {
    AtomicFile.removeFilesWithoutWriter(in: PathComponents(target).directory)
    let directory = PathComponents(target).directoryPrefix
    for _ in 0..<maximumAttemptCount {
      let number = temporaryFileCount.wrappingAdd(1, ordering: .relaxed).newValue
      // Not made from the target's name, which may have the greatest length already.
      let temporary = directory + UnfinishedFile.name(number: number)
      // Before it is there, so that there is no moment at which a signal would leave it.
      let place = UnfinishedFiles.add(temporary.systemPath)
      let descriptor = open(temporary.systemPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (OutputFile(descriptor: descriptor, path: path), temporary, place) }
      let code = errno
      UnfinishedFiles.remove(place)
      // Left behind by a process of the same number that was killed.
      if code != EEXIST { throw creationError(path, directory: directory, code: code) }
    }
    throw creationError(path, directory: directory, code: EEXIST)
  }

  private static func creationError(_ path: String, directory: String, code: Int32) -> FileError {
    let name = directory.count > 1 && directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    switch code {
    case ENOENT where !directory.isEmpty && FileStatus.following(directory) == nil:
      return FileError(
        .cannotCreate, path: path,
        reason: "there is no directory '\(name)'; create it first, with 'mkdir -p \(name.shellQuoted)'")
    case ENOTDIR:
      return FileError(.cannotCreate, path: path, reason: "a part of the path is a file, not a directory")
    default: return FileError.system(.cannotCreate, path: path, action: "cannot be created", code: code)
    }
  }

  private func move(replaceExisting: Bool) throws {
    if !replaceExisting {
      // Unlike a renaming, a second link never replaces what has appeared under the name meanwhile.
      if link(temporary.systemPath, target.systemPath) == 0 {
        unlink(temporary.systemPath)
        return
      }
      if errno == EEXIST { throw AtomicFile.existsError(path) }
      // Some file systems have no links: rename then, having looked before.
    }
    guard rename(temporary.systemPath, target.systemPath) == 0 else {
      throw FileError.system(.cannotCreate, path: path, action: "cannot be put in its place", code: errno)
    }
  }

  /// Makes the renaming itself last. A directory that may not be read, or a file system that cannot do this, is no
  /// error.
  private func synchronizeDirectory() throws {
    let descriptor = open(PathComponents(target).directory.systemPath, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if !DiskSynchronization.synchronize(descriptor), errno == EIO || errno == ENOSPC {
      throw FileError.system(
        .inputOutput, path: path, action: "its directory cannot be brought to the disk", code: errno)
    }
  }
}
