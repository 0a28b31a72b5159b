import Foundation

/// What is in a directory.
package enum DirectoryNames {
  /// The names of all that is in a directory, as texts of paths and in no order, without "." and "..".
  ///
  /// Foundation's listing on Linux loses names that are not UTF-8.
  ///
  /// - Returns: The names; `nil` on failure, with the reason in `errno`.
  package static func read(_ path: String) -> [String]? {
    guard let directory = opendir(path.systemPath) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(directory) else { break }
      // The name may be longer than the field that is declared for it.
      let start = UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
      let bytes = UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self)))
      let name = String(pathBytes: bytes)
      if name != ".", name != ".." { names.append(name) }
    }
    return errno == 0 ? names : nil
  }
}
