/// Arrays of numbers that are images, with their labels, from files of any of the formats of arrays.
public struct ImageArrays {
  /// An array and what errors call the file that it came from.
  typealias Source = (array: NumberArray, path: String)

  /// Images for training or for tests.
  struct Part {
    let split: DataSetSplit
    let images: Source
    let labels: Source?
  }

  /// The parts, that for training first.
  let parts: [Part]
  /// The names of the classes, where a file tells them.
  let classNames: [String]
  /// What was taken for granted, as clauses.
  let remarks: [String]

  init(_ parts: [Part], classNames: [String] = [], remarks: [String] = []) {
    self.parts = parts
    self.classNames = classNames
    self.remarks = remarks
  }

  /// Reads the arrays of a file, or of a directory of such files.
  /// - Parameters:
  ///   - path: An IDX, NPY, NPZ or CSV file, plain or (but for NPZ) compressed by gzip; or a directory of IDX files of
  ///     the usual names, or of NPY files, each of which is a class if their names are none of parts of a data set.
  ///   - labels: A file of labels in any of these formats; those that go with the images if `nil`.
  /// - Throws: ``FileError`` if they cannot be read.
  public init(path: String, labels: String? = nil) throws {
    do {
      try self.init(reading: path, labels: labels)
    } catch let error as FileError {
      throw error.recognizing(.importable, unless: FileKind.arrays)
    }
  }

  private init(reading path: String, labels: String?) throws {
    let found: ImageArrays
    if isDirectory(path) {
      found = try ImageArrays(directory: path)
    } else {
      switch try ArrayFormat(path: path) {
      case .idx: found = try ImageArrays(idx: path)
      case .npy:
        let labels = try LabelsFile.find(besideImages: path).map { (try NPYFile.read(path: $0), $0) }
        found = ImageArrays([Part(split: .train, images: (try NPYFile.read(path: path), path), labels: labels)])
      case .npz: found = try ImageArrays(npz: path)
      case .csv:
        let contents = try CSVFile.read(path: path)
        let part = Part(
          split: .train, images: (contents.images, path), labels: contents.labels.map { ($0, path) })
        found = ImageArrays([part], remarks: contents.remark.map { [$0] } ?? [])
      case nil: throw FileError.unrecognized(path: path, wanted: .importable)
      }
    }
    guard let labels else {
      self = found
      return
    }
    guard let first = found.parts.first else { throw FileError(.badData, path: path, reason: "it holds no images") }
    let numbers: NumberArray
    do {
      numbers = try Self.labels(path: labels)
    } catch let error as FileError {
      throw error.recognizing(.labels, unless: FileKind.arrays.subtracting([.arrayFolder]))
    }
    let part = Part(split: first.split, images: first.images, labels: (numbers, labels))
    self.init(
      [part] + found.parts.dropFirst(), classNames: found.classNames, remarks: found.remarks)
  }

  /// The only array of a file, or that of a name which labels have.
  private static func labels(path: String) throws -> NumberArray {
    switch try ArrayFormat(path: path) {
    case .idx: return try IDXFile.readArray(path: path)
    case .npy: return try NPYFile.read(path: path)
    case .csv:
      let contents = try CSVFile.read(path: path)
      return contents.labels ?? contents.images
    case .npz:
      let file = try NPZFile(path: path)
      let entry =
        file.entries.count == 1
        ? file.entries.first
        : ArrayName.labels(in: file.entries.map(\.name)).flatMap {
          name in file.entries.first { $0.name == name }
        }
      guard let entry else {
        throw FileError(
          .badData, path: path, reason: "none of its arrays is called 'labels': \(file.entries.map(\.name).quotedList)")
      }
      return try file.read(entry)
    case nil: throw FileError.unrecognized(path: path, wanted: .labels)
    }
  }

  /// Makes images of the arrays, with labels where there are any.
  /// - Parameters:
  ///   - conversion: How numbers become images.
  ///   - remark: Given what was taken for granted, as clauses.
  /// - Returns: The images for training, and those for tests if there are any.
  /// - Throws: ``FileError`` if the arrays are none of images, or there is not one label for each.
  public func convert(
    _ conversion: ImageConversion, remark: (String) -> Void
  ) throws -> (training: ImageSet, test: ImageSet?) {
    for text in remarks { remark(text) }
    let sets = try conversion.convert(parts.map(\.images), remark: remark)
    let named = try zip(parts, sets).map { part, images in try labelled(images, part) }
    guard let training = zip(parts, named).first(where: { $0.0.split == .train })?.1 ?? named.first else {
      throw FileError(.badData, path: "", reason: "there are no images")
    }
    return (training, parts.count > 1 ? zip(parts, named).first { $0.0.split == .test }?.1 : nil)
  }

  private func labelled(_ images: ImageSet, _ part: Part) throws -> ImageSet {
    guard let source = part.labels else { return images }
    let labels = try source.array.labels(path: source.path)
    guard labels.count == images.count else {
      throw FileError(
        .badData, path: source.path,
        reason: "there \(labels.count == 1 ? "is" : "are") \(counted(labels.count, "label", isGrouped: false)) for the "
          + "\(counted(images.count, "image", isGrouped: false)) of '\(part.images.path)'")
    }
    return ImageSet(
      count: images.count, height: images.height, width: images.width, channels: images.channels, bytes: images.bytes,
      labels: labels, classNames: classNames)
  }
}

extension [String] {
  /// The first few in quotation marks, and how many more there are.
  var quotedList: String {
    let maximum = 6
    let shown = prefix(maximum).map { "'\($0.excerpt)'" }.joined(separator: ", ")
    return count <= maximum ? shown : "\(shown) and \(count - maximum) more"
  }
}
