/// A path cut at its last slash.
///
/// The cut is made on bytes, as the system makes it: a slash followed by a combining mark is one `Character`, which is
/// not equal to "/".
package struct PathComponents {
  /// Everything up to and including the last slash; empty for a bare name.
  let directoryPrefix: String
  /// What follows the last slash.
  package let name: String

  package init(_ path: String) {
    let bytes = path.utf8
    let cut = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) } ?? bytes.startIndex
    directoryPrefix = String(path[..<cut])
    name = String(path[cut...])
  }

  /// The directory in a form that can be opened: "." for a bare name.
  var directory: String { directoryPrefix.isEmpty ? "." : directoryPrefix }

  /// The directory as one would name it: without the slash, unless it is the root's.
  package var parent: String {
    directory.utf8.count > 1 && !directoryPrefix.isEmpty ? String(directory.dropLast()) : directory
  }

  /// The name of what a path leads to, slashes at its end aside; `nil` if it has none of its own, as "/" and "..".
  package static func lastName(of path: String) -> String? {
    let last = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) }
    return last == "." || last == ".." ? nil : last
  }
}
