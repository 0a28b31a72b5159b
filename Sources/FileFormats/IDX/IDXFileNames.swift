/// The names of the files that make up a data set.
struct IDXFileNames: Equatable {
  /// The file of images.
  let images: String
  /// The file of labels, if one exists.
  let labels: String?

  private static let imageStems = ["images-idx3", "images-idx4"]
  private static let labelStem = "labels-idx1"
  private static let compressedEnding = ".gz"

  /// Finds the files for a directory or a file of images.
  /// - Throws: ``FileError`` of kind `missingInput` if there are none.
  init(path: String, split: DataSetSplit) throws {
    let names = Self.imageStems.flatMap { Self.variants("\(split.fileNamePrefix)-\($0)-ubyte") }
    guard let status = FileStatus.following(path) else {
      // A dangling or circular link exists as a name; opening it tells more.
      if FileStatus.ofLink(path) != nil {
        self.init(images: path, labels: nil)
        return
      }
      throw FileError(
        .missingInput, path: path,
        reason: "there is no such file or directory; it must be an IDX file of images, or a directory with "
          + Self.alternatives(names))
    }
    guard status.kind == .directory else {
      self.init(images: path, labels: Self.labelsBeside(path))
      return
    }
    let prefix = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
    guard let images = Self.firstExisting(names.map { prefix + $0 }) else {
      try FileStatus.requireReadableDirectory(path)
      throw FileError(
        .missingInput, path: path,
        reason: "there are no images in this directory: looked for "
          + Self.alternatives(names))
    }
    self.init(images: images, labels: Self.labelsBeside(images))
  }

  private init(images: String, labels: String?) {
    self.images = images
    self.labels = labels
  }

  private static func labelsBeside(_ images: String) -> String? {
    let components = PathComponents(images)
    guard let stem = imageStems.first(where: { components.name.contains($0) }) else { return nil }
    var name = components.name.replacing(stem, with: labelStem, maxReplacements: 1)
    if name.hasSuffix(compressedEnding) { name.removeLast(compressedEnding.count) }
    return firstExisting(variants(components.directoryPrefix + name))
  }

  private static func variants(_ name: String) -> [String] { [name, name + compressedEnding] }

  private static func firstExisting(_ paths: [String]) -> String? {
    paths.first { FileStatus.ofLink($0) != nil }
  }

  private static func alternatives(_ names: [String]) -> String {
    names.dropLast().map { "'\($0)'" }.joined(separator: ", ") + (names.last.map { " or '\($0)'" } ?? "")
  }
}

extension DataSetSplit {
  /// How the usual file names begin.
  var fileNamePrefix: String {
    switch self {
    case .train: "train"
    case .test: "t10k"
    }
  }
}
