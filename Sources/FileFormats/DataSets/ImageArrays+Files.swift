import Platform

extension ImageArrays {
  /// The images of an IDX file, with the labels and the names of classes beside it.
  init(idx path: String) throws {
    try self.init(idxParts: [(.train, try IDXFileNames(path: path, split: .train))], namesOf: path)
  }

  private init(idxParts: [(split: DataSetSplit, files: IDXFileNames)], namesOf path: String) throws {
    let parts = try idxParts.map { split, files in
      Part(
        split: split, images: (try IDXFile.readArray(path: files.images), files.images),
        labels: try files.labels.map { (try IDXFile.readArray(path: $0), $0) })
    }
    let labels = try parts.first?.labels.map { try $0.array.labels(path: $0.path) }
    self.init(parts, classNames: labels == nil ? [] : try ClassNamesFile.read(dataSet: path, labels: labels))
  }

  /// The images of an NPZ file, which the names of its arrays tell.
  init(npz path: String) throws {
    let file = try NPZFile(path: path)
    let names = file.entries.map(\.name)
    func read(_ name: String?) throws -> Source? {
      guard let entry = file.entries.first(where: { $0.name == name }) else { return nil }
      return (try file.read(entry), "\(path)/\(entry.name).npy")
    }
    let others = file.others.map { "'\($0.name.excerpt)' cannot be used: \($0.reason.reason)" }
    try self.init(
      named: names, remarks: others, path: path, only: file.entries.filter { $0.shape.count > 1 }.map(\.name), read)
  }

  /// The parts that arrays make up by their names; if none has a known one, the only one of `only` is taken.
  private init(
    named names: [String], remarks: [String], path: String, only: [String], _ read: (String?) throws -> Source?
  ) throws {
    var parts: [Part] = []
    for split in [DataSetSplit.train, .test] {
      let found = ArrayName.part(split, in: names)
      guard let images = try read(found.images) else { continue }
      parts.append(Part(split: split, images: images, labels: try read(found.labels)))
    }
    var remarks = remarks
    if parts.isEmpty, only.count == 1, let images = try read(only.first) {
      remarks.append("the images are the array '\(only[0].excerpt)'")
      parts = [Part(split: .train, images: images, labels: try read(ArrayName.labels(in: names)))]
    }
    guard !parts.isEmpty else {
      throw FileError(
        .badData, path: path,
        reason:
          "none of its arrays is called 'images' or 'x_train': \(names.quotedList); save the images under that name")
    }
    self.init(parts, remarks: remarks)
  }

  /// Whether a directory holds IDX or NPY files.
  public static func holdsArrays(directory: String) -> Bool {
    let names = DirectoryNames.read(directory) ?? []
    return names.contains { name in
      (IDXFileName(name)?.role == .images || !npyFiles([name]).isEmpty) && !isDirectory("\(directory)/\(name)")
    }
  }

  /// The images of a directory: of IDX files of the usual names, or of NPY files.
  init(directory path: String) throws {
    let names = (DirectoryNames.read(path) ?? []).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    let files = Self.npyFiles(names)
    guard !files.isEmpty else {
      var parts = [(split: DataSetSplit.train, files: try IDXFileNames(path: path, split: .train))]
      if let test = try? IDXFileNames(path: path, split: .test) { parts.append((.test, test)) }
      try self.init(idxParts: parts, namesOf: path)
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

  private static func npyFiles(_ names: [String]) -> [String] {
    names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".npy") || $0.hasSuffix(".npy.gz")) }
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
