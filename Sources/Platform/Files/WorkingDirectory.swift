import Foundation

/// Where relative paths of this process begin.
package enum WorkingDirectory {
  /// The directory's absolute path, without a slash at its end; `nil` if it has none, because it was removed.
  package static var path: String? {
    guard let text = getcwd(nil, 0) else { return nil }
    defer { free(text) }
    let bytes = UnsafeRawBufferPointer(start: text, count: strlen(text))
    return bytes.count == 1 ? "" : String(pathBytes: bytes)
  }
}
