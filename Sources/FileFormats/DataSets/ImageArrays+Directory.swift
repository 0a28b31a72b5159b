import Platform

extension ImageArrays {
  /// Whether a directory holds arrays that are images: IDX or NPY files, or, where nothing else is in it, NPZ or CSV
  /// files.
  public static func holdsArrays(directory: String) -> Bool {
    let names = visibleNames(directory)
    if names.contains(where: { isFile("\(directory)/\($0)") && !npyFiles([$0]).isEmpty }) { return true }
    if IDXDirectory(directory).holdsImages { return true }
    // A table beside pictures tells something about them.
    return !names.contains(where: PictureFolder.isPictureName) && !FileKind.holdsPictures(below: directory)
      && !archives(directory, names).isEmpty
  }

  /// Whether names in a directory are those of files of data sets, images or not.
  public static func hasNamesOfDataSets(directory: String) -> Bool {
    visibleNames(directory).contains { IDXFileName($0) != nil }
  }

  /// The images of a directory: of IDX files of the usual names, of NPY files, or of NPZ or CSV files.
  init(directory path: String) throws {
    let names = Self.visibleNames(path)
    let files = Self.npyFiles(names)
    if !files.isEmpty {
      try self.init(npyFiles: files, in: path)
    } else if !IDXDirectory(path).holdsImages, !Self.archives(path, names).isEmpty {
      try self.init(archives: Self.archives(path, names), in: path)
    } else {
      var parts = [(split: DataSetSplit.train, files: try IDXFileNames(path: path, split: .train))]
      if let test = try? IDXFileNames(path: path, split: .test) { parts.append((.test, test)) }
      try self.init(idxParts: parts, namesOf: path)
    }
  }

  private static func visibleNames(_ directory: String) -> [String] {
    (DirectoryNames.read(directory) ?? []).filter { !$0.hasPrefix(".") }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }

  private static func isFile(_ path: String) -> Bool { !isDirectory(path) }

  private static func npyFiles(_ names: [String]) -> [String] {
    names.filter { $0.hasSuffix(".npy") || $0.hasSuffix(".npy.gz") }
  }

  /// The NPZ and CSV files of a directory that hold numbers.
  private static func archives(_ directory: String, _ names: [String]) -> [String] {
    names.filter { name in
      guard [".npz", ".csv", ".csv.gz"].contains(where: { name.lowercased().hasSuffix($0) }) else { return false }
      let format = try? ArrayFormat(path: "\(directory)/\(name)")
      return format == .npz || format == .csv
    }
  }

  private init(npyFiles files: [String], in path: String) throws {
    let labels = Set(files.map(LabelsFile.path))
    let images = files.filter { !labels.contains($0) }
    if images.count == 1, files.count == 2 {
      self = try ImageArrays(path: "\(path)/\(images[0])")
      return
    }
    let stems = files.map { $0.prefix(upTo: $0.range(of: ".npy")?.lowerBound ?? $0.endIndex) }.map { String($0) }
    func read(_ stem: String?) throws -> Source? {
      guard let place = stems.firstIndex(where: { $0 == stem }) else { return nil }
      let file = "\(path)/\(files[place])"
      return (try NPYFile.read(path: file), file)
    }
    if files.count == 1 || ArrayName.part(.train, in: stems).images != nil {
      try self.init(named: stems, remarks: [], path: path, only: stems, read)
    } else {
      try self.init(classes: stems, path: path) { try read($0) }
    }
  }

  /// Files that each hold a part of a data set, or its images or labels alone, as their names say: `mnist_train.csv`
  /// and `mnist_test.csv`, `kmnist-train-imgs.npz` and `kmnist-train-labels.npz`.
  private init(archives files: [String], in path: String) throws {
    var parts: [Part] = []
    var (classNames, remarks, taken): ([String], [String], [String]) = ([], [], [])
    for split in [DataSetSplit.train, .test] {
      let candidates = files.filter { PartName($0).split == split && !PartName($0).isOfLabels }
      // A lone file needs no word in its name.
      let images = candidates.isEmpty && split == .train ? files.filter { PartName($0).isPlain } : candidates
      guard let first = images.first else { continue }
      guard images.count == 1 else {
        throw FileError(
          .badData, path: path,
          reason:
            "there are images of several data sets in this directory: \(images.quotedList); name the file of one of "
            + "them, such as '\(path)/\(first)'")
      }
      let labels = files.filter { PartName($0).split == PartName(first).split && PartName($0).isOfLabels }
      let arrays = try ImageArrays(
        path: "\(path)/\(first)", labels: labels.count == 1 ? "\(path)/\(labels[0])" : nil)
      taken += [first] + (labels.count == 1 ? labels : [])
      classNames = classNames.isEmpty ? arrays.classNames : classNames
      remarks += arrays.remarks.filter { !remarks.contains($0) }
      // A file that has both parts is a data set by itself.
      parts += arrays.parts.count > 1 ? arrays.parts : arrays.parts.map { $0.asPart(split) }
    }
    guard !parts.isEmpty else {
      throw FileError(
        .missingInput, path: path,
        reason: "there are no training images in this directory, such as 'train.npz' or 'train.csv'; it holds "
          + files.quotedList)
    }
    let rest = files.filter { !taken.contains($0) }
    if !rest.isEmpty { remarks.append("not taken: \(rest.quotedList)") }
    self.init(parts, classNames: classNames, remarks: remarks)
  }

  /// Classes of which each has an array of its own, as QuickDraw's drawings.
  private init(classes stems: [String], path: String, _ read: (String) throws -> Source?) throws {
    guard stems.count <= ImageSet.maximumClassCount else {
      throw FileError(
        .badData, path: path,
        reason:
          "there are \(stems.count) NPY files, and labels tell at most \(ImageSet.maximumClassCount) classes apart")
    }
    var joined: NumberArray?
    var labels: [UInt8] = []
    for (number, stem) in stems.enumerated() {
      guard let source = try read(stem) else { continue }
      joined = try joined.map { try $0.joined(with: source.array, path: source.path) } ?? source.array
      labels += [UInt8](repeating: UInt8(number), count: source.array.shape.first ?? 0)
    }
    guard let joined else { throw FileError(.badData, path: path, reason: "it holds no images") }
    let part = Part(
      split: .train, images: (joined, path), labels: (NumberArray(shape: [labels.count], labels), path))
    let names = stems.map { $0.hasPrefix("full_numpy_bitmap_") ? String($0.dropFirst(18)) : $0 }
    self.init([part], classNames: names, remarks: ["each NPY file is a class: \(names.quotedList)"])
  }
}

extension ImageArrays.Part {
  fileprivate func asPart(_ split: DataSetSplit) -> ImageArrays.Part {
    ImageArrays.Part(split: split, images: images, labels: labels)
  }
}

extension NumberArray {
  /// These places and those of another array of the same type and other dimensions.
  fileprivate func joined(with other: NumberArray, path: String) throws -> NumberArray {
    guard other.type == type, other.shape.dropFirst() == shape.dropFirst(), let count = shape.first,
      let otherCount = other.shape.first
    else {
      throw FileError(
        .badData, path: path,
        reason: "it holds \(other.type.description), \(other.shapeText), and the file before it \(type.description), "
          + "\(shapeText)")
    }
    try InputFile.requireMemory(for: bytes.count + other.bytes.count, path: path)
    return NumberArray(
      type: type, shape: [count + otherCount] + shape.dropFirst(), bytes: bytes + other.bytes)
  }
}
