import Foundation
import Platform

/// Writing a file so that its name holds the old contents or the new ones in full, whatever happens in between.
///
/// The bytes go to a temporary file in the same directory, are brought to the disk, and the file is renamed into place.
/// A symbolic link stays, and the file it points to is replaced, which keeps its permissions; one that is
/// write-protected is not. A pipe, a device or /dev/stdout is written to directly.
public enum AtomicFile {
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
  ///   - waitsForDisk: Whether to wait until the bytes are on the disk, which takes milliseconds. If not, a power cut
  ///     may leave the file empty.
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
      let file = try PendingFile(target: target, for: path)
      try body(file.output)
      try file.finish(replaceExisting: replaceExisting, waitsForDisk: waitsForDisk)
    }
  }

  /// Finds out before long work whether its result can be created at `path`, and leaves nothing behind.
  /// - Throws: ``FileError`` as ``write(_:to:replaceExisting:waitsForDisk:)`` would, if the file could not be created.
  public static func checkCreatable(_ path: String) throws {
    guard case .file(let target) = try OutputTarget(resolving: path) else { return }
    try PendingFile(target: target, for: path).output.close()
  }

  /// Whether what is written to a path goes to a pipe, a device or standard output.
  public static func isStream(_ path: String) -> Bool { (try? OutputTarget(resolving: path)) == .stream }

  /// Whether a path, which may be that of standard output, leads to a terminal.
  public static func isTerminal(_ path: String) -> Bool {
    guard FileStatus.following(path)?.kind == .characterDevice else { return false }
    // It must not become the terminal that controls this process.
    let descriptor = open(path.systemPath, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return false }
    defer { Foundation.close(descriptor) }
    return TerminalDevice.isTerminal(descriptor)
  }

  private static func writeStream(path: String, body: (OutputFile) throws -> Void) throws {
    // Appending leaves alone what a redirected standard output already holds. Blocking would wait for a pipe's reader.
    var descriptor = open(path.systemPath, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0, let own = OutputTarget.descriptor(named: path) {
      // A socket cannot be opened, as that of a service's journal, nor what another user has.
      let code = errno
      descriptor = fcntl(own, F_DUPFD_CLOEXEC, 0)
      errno = code
    }
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

  /// The directories that this process has written to.
  private static let knownDirectories = Locked<Set<String>>([])

  /// Removes what killed processes of this host left in a directory, the first time that this process writes there: next
  /// to an output that the user names, nobody else would. The process of each is known to have ended, so that no file is
  /// lost that one is writing at the same time, of whatever name.
  static func removeFilesWithoutWriter(in directory: String) {
    guard knownDirectories.withLock({ $0.insert(directory).inserted }) else { return }
    for name in DirectoryNames.read(directory) ?? [] where UnfinishedFile(name)?.lacksWriter ?? false {
      unlink("\(directory)/\(name)".systemPath)
    }
  }

  static func existsError(_ path: String) -> FileError {
    FileError(.cannotCreate, path: path, reason: "the file exists already and is not replaced")
  }
}
