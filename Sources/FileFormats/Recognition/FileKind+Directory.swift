import Platform

extension FileKind {
  /// Names that tell a directory by what lies in it.
  private static let runFiles: Set = ["config.json", "metrics.jsonl", "checkpoint.safetensors"]
  /// Entries looked at to tell a directory.
  private static let maximumEntries = 200
  private static let maximumDirectories = 10

  static func ofDirectory(_ path: String) -> FileKind {
    let names = entries(path)
    if !runFiles.isDisjoint(with: names) { return .runDirectory }
    if ImageArrays.holdsArrays(directory: path) {
      return names.contains { IDXFileName($0) != nil } ? .directory : .arrayFolder
    }
    if names.contains(where: PictureFolder.isPictureName) { return .pictureFolder }
    let directories = names.map { "\(path)/\($0)" }.filter(isDirectory).prefix(maximumDirectories)
    if directories.contains(where: { !runFiles.isDisjoint(with: entries($0)) }) { return .runsDirectory }
    return holdsPictures(below: path) ? .pictureFolder : .directory
  }

  /// Whether a directory in this one holds pictures, or one in that, as in `train/cats`.
  public static func holdsPictures(below path: String) -> Bool { holdsPictures(below: path, levels: 2) }

  private static func holdsPictures(below path: String, levels: Int) -> Bool {
    levels > 0
      && entries(path).map { "\(path)/\($0)" }.filter(isDirectory).prefix(maximumDirectories).contains { directory in
        entries(directory).contains(where: PictureFolder.isPictureName)
          || holdsPictures(below: directory, levels: levels - 1)
      }
  }

  private static func entries(_ path: String) -> ArraySlice<String> {
    (DirectoryNames.read(path) ?? []).filter { !$0.hasPrefix(".") }.sorted().prefix(maximumEntries)
  }
}
