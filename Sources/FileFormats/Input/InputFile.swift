import Foundation
import Platform

/// A regular file that is open for reading.
///
/// Anything else is refused before it is opened: reading a pipe could wait for ever, and /dev/zero never ends.
final class InputFile: ByteSource {
  /// The file, as the caller named it.
  let path: String
  /// Length in bytes when the file was opened; at least 1.
  let size: Int
  /// Number of bytes read so far.
  private(set) var position = 0
  private let descriptor: Int32

  /// Opens `path` for reading.
  /// - Throws: ``FileError`` if it does not exist, may not be read, is not a regular file, or is empty.
  init(path: String) throws {
    guard let named = FileStatus.following(path) else { throw InputFile.openError(path: path, code: errno) }
    try InputFile.requireRegularFile(named, path: path)
    // Non-blocking, because a pipe may have taken the name's place since.
    let descriptor = open(path.systemPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw InputFile.openError(path: path, code: errno) }
    do {
      guard let opened = FileStatus.ofDescriptor(descriptor) else {
        throw FileError.system(.inputOutput, path: path, action: "cannot be examined", code: errno)
      }
      try InputFile.requireRegularFile(opened, path: path)
      size = opened.size
    } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
  }

  /// Opens `path` for reading; `nil` if it does not exist, or has no byte beyond the first `start`.
  /// - Throws: ``FileError`` if it may not be looked at or read, or is not a regular file.
  convenience init?(ifAny path: String, beyond start: Int = 0) throws {
    guard let status = FileStatus.following(path) else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw InputFile.openError(path: path, code: errno)
    }
    guard status.kind != .regularFile || status.size > start else { return nil }
    try self.init(path: path)
  }

  deinit { close(descriptor) }

  /// Refuses to read more bytes than are expected.
  func requireSize(_ count: Int, atMost maximum: Int) throws {
    guard count <= maximum else {
      throw FileError(.badData, path: path, reason: "the file has \(size) bytes, but at most \(maximum) are expected")
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let filled = try fill(buffer, from: position) { target, count, _ in Foundation.read(descriptor, target, count) }
    position += filled
    return filled
  }

  /// Fills `buffer` from a byte on, which leaves ``position`` as it is, so that several threads can read at a time.
  func read(into buffer: UnsafeMutableRawBufferPointer, from place: Int) throws -> Int {
    try fill(buffer, from: place) { pread(descriptor, $0, $1, off_t($2)) }
  }

  private func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from place: Int,
    _ read: (_ target: UnsafeMutableRawPointer?, _ count: Int, _ place: Int) -> Int
  ) throws -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = read(buffer.baseAddress.map { $0 + filled }, buffer.count - filled, place + filled)
      if count == 0 { break }
      if count > 0 {
        filled += count
      } else if errno != EINTR {
        throw FileError.system(
          .inputOutput, path: path, action: "cannot be read from byte \(place + filled) on", code: errno)
      }
    }
    return filled
  }

  /// Goes back to the first byte.
  func rewind() throws { try seek(to: 0) }

  /// Goes to a byte, which must lie in the file or at its end.
  func seek(to place: Int) throws {
    guard lseek(descriptor, off_t(place), SEEK_SET) == off_t(place) else {
      throw FileError.system(.inputOutput, path: path, action: "cannot be read from byte \(place) on", code: errno)
    }
    position = place
  }

  /// Refuses to load more bytes at once than there is memory for (a sparse file claims any size).
  func requireMemory(for byteCount: Int) throws { try Self.requireMemory(for: byteCount, path: path) }

  /// The same for what the contents of a file at `path` become.
  static func requireMemory(for byteCount: Int, path: String) throws {
    if byteCount < MemoryBudget.smallChange { return }
    do {
      try MemoryBudget().require(Double(byteCount), for: "its contents")
    } catch {
      throw FileError(.outOfMemory, path: path, reason: "\(error.clause)")
    }
  }

  private static func requireRegularFile(_ status: FileStatus, path: String) throws {
    guard status.kind == .regularFile else {
      throw FileError(.badData, path: path, reason: "this is \(status.kind.rawValue), not a regular file")
    }
    guard status.size > 0 else { throw FileError(.badData, path: path, reason: "the file is empty") }
  }

  /// The error of a path that cannot be opened, by the system's number of the reason.
  static func openError(path: String, code: Int32) -> FileError {
    if code == ENOENT, FileStatus.ofLink(path)?.kind == .symbolicLink {
      return FileError(.missingInput, path: path, reason: "this is \(FileKind.brokenLink.name)")
    }
    let isMissing = [ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG].contains(code)
    return .system(isMissing ? .missingInput : .inputOutput, path: path, action: "cannot be opened", code: code)
  }
}
