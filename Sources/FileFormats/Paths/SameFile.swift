/// Whether two paths lead to one file, whatever their letters and links, or are the same.
public func namesSameFile(_ path: String, _ other: String) -> Bool {
  guard let one = FileStatus.following(path), let two = FileStatus.following(other) else { return path == other }
  return one.identity == two.identity
}
