import Foundation
import Platform

/// A file that is open for writing, handed out by ``AtomicFile``.
public final class OutputFile {
  /// The file, as the caller named it: what error messages speak of.
  private let path: String
  private let descriptor: Int32
  private var isOpen = true

  /// Takes over `descriptor`.
  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    if isOpen { Foundation.close(descriptor) }
  }

  /// Appends `bytes` to the file.
  /// - Throws: ``FileError`` if they cannot all be written, for instance to a full disk.
  public func write(_ bytes: RawSpan) throws {
    try bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Foundation.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          let kind: FileError.Kind = errno == EPIPE ? .closedPipe : .inputOutput
          throw FileError.system(kind, path: path, action: "cannot be written", code: errno)
        }
      }
    }
  }

  /// Writes `bytes` over what stands at `offset`, which must be no pipe; what is appended goes to the end as before.
  /// - Throws: ``FileError`` if they cannot all be written.
  func write(_ bytes: RawSpan, at offset: Int) throws {
    try bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = pwrite(
          descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written, off_t(offset + written))
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          throw FileError.system(.inputOutput, path: path, action: "cannot be written", code: errno)
        }
      }
    }
  }

  /// Waits until the contents are on the disk.
  func synchronize() throws {
    guard DiskSynchronization.synchronize(descriptor) else {
      throw FileError.system(.inputOutput, path: path, action: "cannot be brought to the disk", code: errno)
    }
  }

  /// Closes the file; some file systems report a failed write only now.
  func close() throws {
    isOpen = false
    // After EINTR the descriptor is gone all the same.
    if Foundation.close(descriptor) != 0, errno != EINTR {
      throw FileError.system(.inputOutput, path: path, action: "cannot be closed", code: errno)
    }
  }
}
