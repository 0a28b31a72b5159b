import Foundation

/// Room on the disks.
package enum DiskSpace {
  /// The bytes that this process may still write where a path leads, as far as the file system says; `nil` if it does
  /// not, or the path leads nowhere.
  package static func available(at path: String) -> Int? {
    var status = statvfs()
    guard statvfs(path.systemPath, &status) == 0 else { return nil }
    let (bytes, overflows) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    return overflows ? nil : Int(exactly: bytes)
  }
}
