import Foundation

/// A file that grows line by line, and that outlasts a disk that is full for a while: bytes that could not be written are
/// written before the next ones.
public final class AppendedFile {
  private let path: String
  private let descriptor: Int32
  private var unwritten: [UInt8] = []

  /// The most bytes that wait for the disk; what comes on top of them is lost.
  private static let greatestBacklog = 1 << 20

  /// Opens an existing file.
  /// - Throws: ``FileError`` if it cannot be opened.
  public convenience init(path: String) throws {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError.system(.cannotCreate, path: path, action: "cannot be opened for writing", code: errno)
    }
    self.init(descriptor: descriptor, path: path)
  }

  /// Takes over `descriptor`.
  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// Appends a line to the file.
  /// - Throws: ``FileError`` if not all bytes so far could be written; those that were not come first the next time.
  public func append(line: String) throws {
    if unwritten.count < Self.greatestBacklog { unwritten += (line + "\n").utf8 }
    while !unwritten.isEmpty {
      let count = unwritten.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        unwritten.removeFirst(count)
      } else if errno != EINTR {
        throw FileError.system(.inputOutput, path: path, action: "cannot be written", code: errno)
      }
    }
  }
}
