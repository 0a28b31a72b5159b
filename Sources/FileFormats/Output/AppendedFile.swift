import Foundation
import Platform

/// A file that grows record by record, such as line by line, and that outlasts a disk that is full for a while: bytes
/// that could not be written are written before the next ones.
public final class AppendedFile {
  private let path: String
  private let descriptor: Int32
  /// The bytes that wait for the disk.
  public private(set) var unwritten: [UInt8] = []
  /// Where each record ends that waits, in ``unwritten``.
  private var recordEnds: [Int] = []
  private var droppedCount = 0

  /// The most bytes that wait for the disk; what comes on top of them is lost.
  private static let maximumBacklog = 1 << 20

  /// Opens a file, or creates it.
  /// - Throws: ``FileError`` if that cannot be done.
  public convenience init(path: String) throws {
    self.init(descriptor: try Self.descriptor(of: path, O_CREAT), path: path)
  }

  /// Finds out whether a file can be opened, or created, and leaves everything as it is.
  /// - Throws: ``FileError`` if that cannot be done.
  public static func check(path: String) throws {
    if fileExists(path) { close(try descriptor(of: path)) } else { try AtomicFile.checkCreatable(path) }
  }

  private static func descriptor(of path: String, _ flags: Int32 = 0) throws -> Int32 {
    // Opening a pipe that nobody reads would wait.
    let descriptor = Foundation.open(path.systemPath, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK | flags, 0o666)
    guard descriptor >= 0 else {
      throw FileError.system(.cannotCreate, path: path, action: "cannot be opened for writing", code: errno)
    }
    return descriptor
  }

  /// Takes over `descriptor`.
  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// Appends a line to the file.
  /// - Throws: ``FileError`` if not all bytes so far could be written; those that were not come first the next time.
  public func append(line: String) throws { try append(record: Array((line + "\n").utf8)) }

  /// Appends a record to the file.
  /// - Throws: ``FileError`` if not all bytes so far could be written; those that were not come first the next time.
  public func append(record: [UInt8]) throws(FileError) {
    // The disk may have room again for what waits, and so there be room here.
    if unwritten.count >= Self.maximumBacklog { try? flush() }
    if unwritten.count < Self.maximumBacklog {
      unwritten += record
      recordEnds.append(unwritten.count)
    } else {
      droppedCount += 1
    }
    try flush()
  }

  private func flush() throws(FileError) {
    while !unwritten.isEmpty {
      let count = unwritten.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        unwritten.removeFirst(count)
        recordEnds = recordEnds.compactMap { $0 > count ? $0 - count : nil }
      } else if errno != EINTR {
        throw FileError.system(.inputOutput, path: path, action: "cannot be written", code: errno)
      }
    }
  }

  /// The records that the file lacks: those that wait, and those that were too many to wait.
  public var missingCount: Int { droppedCount + recordEnds.count }

  /// Cuts the file, with the bytes that wait, back to its first `size` bytes. This needs no room on the disk.
  /// - Throws: ``FileError`` if the system refuses; then nothing is cut.
  public func truncate(to size: Int) throws {
    guard let written = FileStatus.ofDescriptor(descriptor)?.size, size >= 0 else { return }
    if size < written {
      guard ftruncate(descriptor, off_t(size)) == 0 else {
        throw FileError.system(.inputOutput, path: path, action: "cannot be cut", code: errno)
      }
    }
    unwritten.removeLast(max(0, min(unwritten.count, written + unwritten.count - size)))
    recordEnds.removeAll { $0 > unwritten.count }
  }
}
