import Platform

extension ImageArrays {
  /// The images of an IDX file, with the labels and the names of classes beside it.
  init(idx path: String) throws {
    try self.init(idxParts: [(.train, try IDXFileNames(path: path, split: .train))], namesOf: path)
  }

  init(idxParts: [(split: DataSetSplit, files: IDXFileNames)], namesOf path: String) throws {
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
  init(
    named names: [String], remarks: [String], path: String, only: [String], _ read: (String?) throws -> Source?
  ) throws {
    var parts: [Part] = []
    var taken: [String?] = []
    for split in [DataSetSplit.train, .test] {
      let found = ArrayName.part(split, in: names)
      guard let images = try read(found.images) else { continue }
      parts.append(Part(split: split, images: images, labels: try read(found.labels)))
      taken += [found.images, found.labels]
    }
    var remarks = remarks
    if parts.isEmpty, only.count == 1, let images = try read(only.first) {
      remarks.append("the images are the array '\(only[0].excerpt)'")
      let labels = ArrayName.labels(in: names)
      parts = [Part(split: .train, images: images, labels: try read(labels))]
      taken = [only[0], labels]
    }
    guard !parts.isEmpty else {
      throw FileError(
        .badData, path: path,
        reason:
          "none of its arrays is called 'images' or 'x_train': \(names.quotedList); save the images under that name")
    }
    let rest = names.filter { !taken.contains($0) }
    if !rest.isEmpty { remarks.append("not taken: \(rest.quotedList)") }
    self.init(parts, remarks: remarks)
  }
}
