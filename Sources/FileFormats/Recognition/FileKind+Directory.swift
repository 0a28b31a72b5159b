import Platform

extension FileKind {
  /// Names that tell a directory by what lies in it.
  private static let runFiles: Set = ["config.json", "metrics.jsonl", "checkpoint.safetensors"]
  /// Entries looked at to tell a directory.
  private static let maximumEntries = 200

  static func ofDirectory(_ path: String) -> FileKind {
    let names = entries(path)
    if !runFiles.isDisjoint(with: names) { return .runDirectory }
    if ImageArrays.holdsArrays(directory: path) {
      return names.contains { IDXFileName($0) != nil } ? .directory : .arrayFolder
    }
    if names.contains(where: PictureFolder.hasPictureName) { return .pictureFolder }
    let directories = names.map { "\(path)/\($0)" }.filter(isDirectory).prefix(10)
    if directories.contains(where: { !runFiles.isDisjoint(with: entries($0)) }) { return .runsDirectory }
    if directories.contains(where: { entries($0).contains(where: PictureFolder.hasPictureName) }) {
      return .pictureFolder
    }
    return .directory
  }

  private static func entries(_ path: String) -> ArraySlice<String> {
    (DirectoryNames.read(path) ?? []).filter { !$0.hasPrefix(".") }.sorted()
      .prefix(maximumEntries)
  }
}
