import Platform

/// The names of the files that make up a data set.
struct IDXFileNames: Equatable {
  /// The file of images.
  let images: String
  /// The file of labels, if one exists.
  let labels: String?

  /// Finds the files for a directory or a file of images.
  /// - Throws: ``FileError`` if there are none, or several of which none has the usual name.
  init(path: String, split: DataSetSplit) throws {
    guard let status = FileStatus.following(path) else {
      // A dangling or circular link exists as a name; opening it tells more.
      if FileStatus.ofLink(path) != nil {
        self.init(images: path, labels: nil)
        return
      }
      throw FileError(
        .missingInput, path: path,
        reason:
          "there is no such file or directory; it must be an IDX file of images, or a directory with one, such as "
          + "'\(split.usualName)'")
    }
    guard status.kind == .directory else {
      self.init(images: path, labels: IDXDirectory.labels(besideFile: path))
      return
    }
    try FileStatus.requireReadableDirectory(path)
    let directory = IDXDirectory(path)
    let images = try directory.images(split)
    self.init(images: directory.path(images), labels: directory.labels(of: images).map(directory.path))
  }

  private init(images: String, labels: String?) {
    self.images = images
    self.labels = labels
  }
}

/// The files of a directory whose names are those of data sets.
private struct IDXDirectory {
  /// The directory, as the caller named it: by that, errors about it are told from those about a file in it.
  private let named: String
  private let directory: String
  private let files: [IDXFileName]

  init(_ path: String) {
    named = path
    directory = path.utf8.last == UInt8(ascii: "/") ? String(path.dropLast()) : path
    let names = DirectoryNames.read(path) ?? []
    let prefix = directory + "/"
    // A directory of such a name is what some unpackers make of `train-images.idx3-ubyte`.
    files = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.filter { !isDirectory(prefix + $0) }
      .compactMap(IDXFileName.init)
  }

  func path(_ file: IDXFileName) -> String { "\(directory)/\(file.name)" }

  /// The file of a part's images: that of the usual name, or the only one of another.
  func images(_ split: DataSetSplit) throws -> IDXFileName {
    let candidates = files.filter { $0.role == .images && $0.split == split }
    for ending in ["idx3", "idx4"] {
      let usual = split.usualName.replacing("idx3", with: ending)
      for name in [usual, usual + ".gz"] {
        if let file = candidates.first(where: { $0.name == name }) { return file }
      }
    }
    guard let first = candidates.first else { throw nothingFound(split) }
    guard Set(candidates.map(\.key)).count == 1 else {
      throw FileError(
        .badData, path: named,
        reason: "there are images of several data sets in this directory: \(Self.list(candidates.map(\.name))); name "
          + "the file of one of them, such as '\(path(first))'")
    }
    return candidates.first { !$0.isCompressed } ?? first
  }

  /// The file of the labels that belong to images.
  func labels(of images: IDXFileName) -> IDXFileName? {
    let candidates = files.filter { $0.role == .labels && $0.key == images.key }
    return candidates.first { !$0.isCompressed } ?? candidates.first
  }

  /// The file of the labels beside a file of images, in whatever directory that lies.
  static func labels(besideFile path: String) -> String? {
    let components = PathComponents(path)
    guard let images = IDXFileName(components.name), images.role == .images else { return nil }
    return IDXDirectory(components.directory).labels(of: images).map { components.directoryPrefix + $0.name }
  }

  private func nothingFound(_ split: DataSetSplit) -> FileError {
    let names = (DirectoryNames.read(directory) ?? []).filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let deeper = names.first { name in
      let path = "\(directory)/\(name)"
      return isDirectory(path) && !IDXDirectory(path).files.isEmpty
    }
    let advice = deeper.map { "; '\(directory)/\($0)' holds some of a data set" } ?? ""
    let found = names.isEmpty ? "it is empty" : "it holds \(Self.list(names))"
    return FileError(
      .missingInput, path: named,
      reason: "there are no \(split.name) images in this directory, such as '\(split.usualName)'; \(found)\(advice)")
  }

  /// Some names, and how many more there are.
  private static func list(_ names: [String]) -> String {
    let maximum = 4
    let shown = names.prefix(maximum).map { "'\($0.excerpt)'" }.joined(separator: ", ")
    return names.count <= maximum ? shown : "\(shown) and \(names.count - maximum) more"
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

  /// The usual name of its file of grey images.
  fileprivate var usualName: String {
    switch self {
    case .train: "train-images-idx3-ubyte"
    case .test: "t10k-images-idx3-ubyte"
    }
  }

  /// What a message calls its images.
  fileprivate var name: String {
    switch self {
    case .train: "training"
    case .test: "test"
    }
  }
}
