import Platform

/// The files of a directory whose names are those of data sets.
struct IDXDirectory {
  /// The directory, as the caller named it: by that, errors about it are told from those about a file in it.
  private let named: String
  private let directory: String
  private let files: [IDXFileName]
  /// The files that lie in a directory of their name, by that name.
  private let pathsInside: [String: String]

  init(_ path: String) {
    named = path
    directory = path.utf8.last == UInt8(ascii: "/") ? String(path.dropLast()) : path
    let names = DirectoryNames.read(path) ?? []
    let known = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap(IDXFileName.init)
    let prefix = directory + "/"
    let plain = known.filter { !isDirectory(prefix + $0.name) }
    // A directory of such a name is what some unpackers make of `train-images.idx3-ubyte`, with the file in it.
    let wrapped = known.compactMap { file -> (file: IDXFileName, path: String)? in
      guard isDirectory(prefix + file.name), !plain.contains(where: { $0.key == file.key && $0.role == file.role }),
        let inner = (DirectoryNames.read(prefix + file.name) ?? []).sorted().first(where: { name in
          IDXFileName(name).map { $0.role == file.role && $0.key == file.key } ?? false
        }), !isDirectory("\(prefix)\(file.name)/\(inner)")
      else { return nil }
      return (file, "\(prefix)\(file.name)/\(inner)")
    }
    files = plain + wrapped.map(\.file)
    pathsInside = Dictionary(wrapped.map { ($0.file.name, $0.path) }) { first, _ in first }
  }

  /// Whether there are images.
  var holdsImages: Bool { files.contains { $0.role == .images } }

  func path(_ file: IDXFileName) -> String { pathsInside[file.name] ?? "\(directory)/\(file.name)" }

  /// The file of a part's images: that of the usual name, or the only one of another.
  func images(_ split: DataSetSplit) throws -> IDXFileName {
    var candidates = files.filter { $0.role == .images && $0.split == split }
    // The only images of a directory need not be called those of training.
    if candidates.isEmpty, split == .train { candidates = files.filter { $0.role == .images && $0.split == nil } }
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
    guard let images = IDXFileName(components.name) else { return LabelsFile.find(besideImages: path) }
    guard images.role == .images else { return nil }
    let directory = IDXDirectory(components.directory)
    return directory.labels(of: images).map { directory.pathsInside[$0.name] ?? components.directoryPrefix + $0.name }
  }

  private func nothingFound(_ split: DataSetSplit) -> FileError {
    let names = (DirectoryNames.read(named) ?? []).filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let deeper = names.first { name in
      let path = "\(directory)/\(name)"
      return isDirectory(path) && !IDXDirectory(path).files.isEmpty
    }
    let advice = deeper.map { "; '\(directory)/\($0)' holds some of a data set" } ?? ""
    let shown = names.map { isDirectory("\(directory)/\($0)") ? $0 + "/" : $0 }
    let found = names.isEmpty ? "it is empty" : "it holds \(Self.list(shown))"
    return FileError(
      .missingInput, path: named,
      reason: "there are no \(split.partName) images in this directory, such as '\(split.usualName)'; \(found)\(advice)"
    )
  }

  /// Some names, and how many more there are.
  private static func list(_ names: [String]) -> String {
    let maximum = 4
    let shown = names.prefix(maximum).map { "'\($0.excerpt)'" }.joined(separator: ", ")
    return names.count <= maximum ? shown : "\(shown) and \(names.count - maximum) more"
  }
}
