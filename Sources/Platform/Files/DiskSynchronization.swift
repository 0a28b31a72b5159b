import Foundation

/// Bringing a file's contents to the disk.
package enum DiskSynchronization {
  /// Waits until what was written to a file is on the disk; `false` on failure, with the reason in `errno`.
  package static func synchronize(_ descriptor: Int32) -> Bool {
    #if !os(Linux)
      // Darwin's fsync(2) leaves the data in the drive's own buffer; fcntl(2) empties that, where the file system can.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return true }
    #endif
    while fsync(descriptor) != 0 {
      if errno != EINTR { return false }
    }
    return true
  }
}
