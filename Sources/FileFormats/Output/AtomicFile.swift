import Foundation
import Platform
import Synchronization

/// Writing a file so that its name holds the old contents or the new ones in full, whatever happens in between.
///
/// The bytes go to a temporary file in the same directory, are brought to the disk, and the file is renamed into place.
/// A symbolic link stays, and the file it points to is replaced, which keeps its permissions; one that is
/// write-protected is not. A pipe, a device or /dev/stdout is written to directly.
public enum AtomicFile {
  /// Makes the names of temporary files unique within the process.
  private static let temporaryFileCount = Atomic<Int>(0)
  private static let maximumAttemptCount = 100

  /// Writes `bytes` to `path`.
  /// - Parameters:
  ///   - bytes: The whole contents.
  ///   - path: The file to write.
  ///   - replaceExisting: Whether a file of that name may be replaced; if not, it is left alone and an error is thrown.
  ///   - waitsForDisk: As in ``write(to:replaceExisting:waitsForDisk:body:)``.
  /// - Throws: ``FileError`` if the file cannot be created or written.
  public static func write(
    _ bytes: [UInt8], to path: String, replaceExisting: Bool, waitsForDisk: Bool = true
  ) throws {
    try write(to: path, replaceExisting: replaceExisting, waitsForDisk: waitsForDisk) {
      try $0.write(bytes.span.bytes)
    }
  }

  /// Writes to `path` what `body` writes, piece by piece.
  /// - Parameters:
  ///   - path: The file to write.
  ///   - replaceExisting: Whether a file of that name may be replaced; if not, it is left alone and an error is thrown.
  ///   - waitsForDisk: Whether to wait until the bytes are on the disk, which takes milliseconds. If not, a power cut may
  ///     leave the file empty.
  ///   - body: Writes the contents to the file it is given. If it throws, the file at `path` stays as it was.
  /// - Throws: ``FileError`` if the file cannot be created or written; whatever `body` throws.
  public static func write(
    to path: String, replaceExisting: Bool, waitsForDisk: Bool = true, body: (OutputFile) throws -> Void
  ) throws {
    switch try OutputTarget(resolving: path) {
    case .stream:
      try writeStream(path: path, body: body)
    case .file(let target):
      if !replaceExisting, FileStatus.ofLink(target) != nil { throw existsError(path) }
      try requireWritable(target, for: path)
      let (output, temporary) = try createTemporaryFile(beside: target, for: path)
      do {
        if let old = FileStatus.following(target) { chmod(temporary.systemPath, old.permissions) }
        try body(output)
        if waitsForDisk { try output.synchronize() }
        try output.close()
        try move(temporary, to: target, replaceExisting: replaceExisting, for: path)
      } catch {
        unlink(temporary.systemPath)
        throw error
      }
      if waitsForDisk { try synchronizeDirectory(of: target, for: path) }
    }
  }

  /// Finds out before long work whether its result can be created at `path`, and leaves nothing behind.
  /// - Throws: ``FileError`` as ``write(_:to:replaceExisting:waitsForDisk:)`` would, if the file could not be created.
  public static func checkCreatable(_ path: String) throws {
    guard case .file(let target) = try OutputTarget(resolving: path) else { return }
    try requireWritable(target, for: path)
    let (output, temporary) = try createTemporaryFile(beside: target, for: path)
    unlink(temporary.systemPath)
    try output.close()
  }

  /// Whether a path, which may be that of standard output, leads to a terminal.
  public static func isTerminal(_ path: String) -> Bool {
    guard FileStatus.following(path)?.kind == .characterDevice else { return false }
    // It must not become the terminal that controls this process.
    let descriptor = open(path.systemPath, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return false }
    defer { Foundation.close(descriptor) }
    return TerminalDevice.isTerminal(descriptor)
  }

  /// Refuses what its owner has protected, which renaming would replace all the same.
  private static func requireWritable(_ target: String, for path: String) throws {
    if access(target.systemPath, W_OK) != 0, errno == EACCES, FileStatus.ofLink(target) != nil {
      throw FileError(.cannotCreate, path: path, reason: "this file is write-protected, and is not replaced")
    }
  }

  private static func writeStream(path: String, body: (OutputFile) throws -> Void) throws {
    // Appending leaves alone what a redirected standard output already holds. Blocking would wait for a pipe's reader.
    let descriptor = open(path.systemPath, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENXIO {
        throw FileError(.cannotCreate, path: path, reason: "nobody reads this pipe; start its reader first")
      }
      throw FileError.system(.cannotCreate, path: path, action: "cannot be opened for writing", code: errno)
    }
    // A slow reader is waited for.
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    let output = OutputFile(descriptor: descriptor, path: path)
    try body(output)
    try output.close()
  }

  /// Creates a file with the permissions that the user's umask gives to any new file.
  private static func createTemporaryFile(
    beside target: String, for path: String
  ) throws -> (output: OutputFile, temporary: String) {
    let directory = PathComponents(target).directoryPrefix
    for _ in 0..<maximumAttemptCount {
      let number = temporaryFileCount.wrappingAdd(1, ordering: .relaxed).newValue
      // Not made from the target's name, which may have the greatest length already.
      let temporary = directory + UnfinishedFile.name(number: number)
      let descriptor = open(temporary.systemPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (OutputFile(descriptor: descriptor, path: path), temporary) }
      // Left behind by a process of the same number that was killed.
      if errno != EEXIST { break }
    }
    throw creationError(path, directory: directory, code: errno)
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

  /// Removes the temporary files in a directory whose processes have ended without removing them, as their names tell,
  /// and those of other hosts to which nothing was written for a day. This process must not be writing to the
  /// directory.
  public static func removeUnfinishedFiles(in directory: String) {
    let now = Date()
    for name in DirectoryNames.read(directory) ?? [] {
      let path = "\(directory)/\(name)"
      if let file = UnfinishedFile(name), file.isAbandoned(lastChange: FileStatus.ofLink(path)?.lastChange, now: now) {
        unlink(path.systemPath)
      }
    }
  }

  private static func move(
    _ temporary: String, to target: String, replaceExisting: Bool, for path: String
  ) throws {
    if !replaceExisting {
      // Unlike a renaming, a second link never replaces what has appeared under the name meanwhile.
      if link(temporary.systemPath, target.systemPath) == 0 {
        unlink(temporary.systemPath)
        return
      }
      if errno == EEXIST { throw existsError(path) }
      // Some file systems have no links: rename then, having looked before.
    }
    guard rename(temporary.systemPath, target.systemPath) == 0 else {
      throw FileError.system(.cannotCreate, path: path, action: "cannot be put in its place", code: errno)
    }
  }

  /// Makes the renaming itself last. A directory that may not be read, or a file system that cannot do this, is no
  /// error.
  private static func synchronizeDirectory(of target: String, for path: String) throws {
    let descriptor = open(PathComponents(target).directory.systemPath, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if !DiskSynchronization.synchronize(descriptor), errno == EIO || errno == ENOSPC {
      throw FileError.system(
        .inputOutput, path: path, action: "its directory cannot be brought to the disk", code: errno)
    }
  }

  private static func existsError(_ path: String) -> FileError {
    FileError(.cannotCreate, path: path, reason: "the file exists already and is not replaced")
  }
}
