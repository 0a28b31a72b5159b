import Platform

extension FileKind {
  /// Names that tell a directory by what lies in it.
  private static let runFiles: Set = ["config.json", "metrics.jsonl", "checkpoint.safetensors"]
  /// Names of what `dcgan export --folder` writes, and of no run.
  private static let modelFiles: Set = ["generator.safetensors", "discriminator.safetensors"]
  /// Entries looked at to tell a directory.
  private static let maximumEntries = 200
  private static let maximumDirectories = 10

  static func ofDirectory(_ path: String) -> FileKind {
    let names = entries(path)
    if holdsRun(names) { return .runDirectory }
    if modelFiles.isSubset(of: names) { return .modelFolder }
    if ImageArrays.holdsArrays(directory: path) {
      return names.contains { IDXFileName($0) != nil } ? .directory : .arrayFolder
    }
    let directories = names.map { "\(path)/\($0)" }.filter(isDirectory).prefix(maximumDirectories)
    // A picture beside data sets shows one of them.
    if directories.contains(where: { IDXDirectory($0).holdsImages }) { return .directory }
    if names.contains(where: PictureFolder.isPictureName) { return .pictureFolder }
    if directories.contains(where: { holdsRun(entries($0)) }) { return .runsDirectory }
    return holdsPictures(below: path) ? .pictureFolder : .directory
  }

  /// Whether names are those of a run: a model folder has a `config.json`, too.
  private static func holdsRun(_ names: ArraySlice<String>) -> Bool {
    let found = runFiles.intersection(names)
    return !found.isEmpty && !(found == ["config.json"] && modelFiles.isSubset(of: names))
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
