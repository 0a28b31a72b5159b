/// Whether two paths lead to one file, whatever their letters and links, or would if it were there.
public func namesSameFile(_ path: String, _ other: String) -> Bool {
  if path == other { return true }
  if let one = FileStatus.following(path), let two = FileStatus.following(other) { return one.identity == two.identity }
  guard case .file(let one)? = try? OutputTarget(resolving: path),
    case .file(let two)? = try? OutputTarget(resolving: other)
  else { return false }
  func directory(_ path: String) -> FileStatus.Identity? {
    let prefix = PathComponents(path).directoryPrefix
    return FileStatus.following(prefix.isEmpty ? "." : prefix)?.identity
  }
  return directory(one) == directory(two) && PathComponents.lastName(of: one) == PathComponents.lastName(of: two)
}
