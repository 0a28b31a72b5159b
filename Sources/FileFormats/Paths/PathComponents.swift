/// A path cut at its last slash.
///
/// The cut is made on bytes, as the system makes it: a slash followed by a combining mark is one `Character`, which is
/// not equal to "/".
struct PathComponents {
  /// Everything up to and including the last slash; empty for a bare name.
  let directoryPrefix: String
  /// What follows the last slash.
  let name: String

  init(_ path: String) {
    let bytes = path.utf8
    let cut = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) } ?? bytes.startIndex
    directoryPrefix = String(path[..<cut])
    name = String(path[cut...])
  }

  /// The directory in a form that can be opened: "." for a bare name.
  var directory: String { directoryPrefix.isEmpty ? "." : directoryPrefix }
}
