import Foundation

/// The directory that relative paths start from.
package enum WorkingDirectory {
  /// The directory as an absolute path, or `nil` if it has been removed or its path is too long to be told.
  package static var path: String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard getcwd(&bytes, bytes.count) != nil else { return nil }
    return String(pathBytes: bytes.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) })
  }
}
