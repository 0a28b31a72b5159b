/// The images of a data set in the manner of MNIST, with their labels where there are any.
public struct IDXDataSet: Equatable, Sendable {
  /// The images.
  public let images: IDXImages
  /// One label an image, or `nil` if no file of labels was found.
  public let labels: IDXLabels?
  /// The file that the images came from.
  public let imagesPath: String
  /// The file that the labels came from.
  public let labelsPath: String?

  /// Loads a data set from a directory with files of the usual names, or from one file of images.
  ///
  /// In a directory the images are in `train-images-idx3-ubyte` (or `t10k-...`; `idx4` for colour) and the labels, which
  /// may be missing, in `train-labels-idx1-ubyte`. Beside a file whose name contains `images-idx3` or `images-idx4` the
  /// labels are looked for under the same name with `labels-idx1` instead. Each file may be compressed, and its name may
  /// then end in `.gz`; without the ending is looked for first.
  /// - Parameters:
  ///   - path: The directory or the file.
  ///   - split: Which files of a directory to load; of no meaning for a file.
  ///   - limit: How many images and labels to read from the start at most; all of them if `nil`.
  ///   - classCount: The number of classes: a label is one of 0 ..< `classCount`.
  /// - Returns: The images, and the labels if there are any.
  /// - Throws: ``FileError`` if a file is missing (the message lists the names that were looked for) or not right, or if
  ///   there is not one label for each image.
  public static func load(
    path: String, split: IDXSplit = .train, limit: Int? = nil, classCount: Int = 10
  ) throws -> IDXDataSet {
    let files = try IDXFiles(path: path, split: split)
    let images = try IDXReader(path: files.images, expecting: .images)
    let labels = try files.labels.map { try IDXReader(path: $0, expecting: .labels) }
    if let labels, labels.header.count != images.header.count {
      throw FileError(
        .badData, path: labels.path,
        reason: "there are \(labels.header.count) labels for the \(images.header.count) images of '\(images.path)'")
    }
    return IDXDataSet(
      images: try IDXImages(reading: images, limit: limit),
      labels: try labels.map { try IDXLabels(reading: $0, limit: limit, classCount: classCount) },
      imagesPath: files.images, labelsPath: files.labels)
  }
}

/// The names of the files that make up a data set.
struct IDXFiles: Equatable {
  /// The file of images.
  let images: String
  /// The file of labels, if one exists.
  let labels: String?

  private static let imageStems = ["images-idx3", "images-idx4"]
  private static let labelStem = "labels-idx1"
  private static let compressedEnding = ".gz"

  /// Finds the files for a directory or a file of images.
  /// - Throws: ``FileError`` of kind `missingInput` if there are none.
  init(path: String, split: IDXSplit) throws {
    let names = IDXFiles.imageStems.flatMap { IDXFiles.variants("\(split.fileNamePrefix)-\($0)-ubyte") }
    guard let status = FileStatus.following(path) else {
      // A dangling or circular link exists as a name; opening it tells more.
      if FileStatus.ofLink(path) != nil {
        self.init(images: path, labels: nil)
        return
      }
      throw FileError(
        .missingInput, path: path,
        reason: "there is no such file or directory; it must be an IDX file of images, or a directory with "
          + IDXFiles.alternatives(names))
    }
    guard status.kind == .directory else {
      self.init(images: path, labels: IDXFiles.labelsBeside(path))
      return
    }
    let prefix = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
    guard let images = IDXFiles.firstExisting(names.map { prefix + $0 }) else {
      throw FileError(
        .missingInput, path: path,
        reason: "there are no images in this directory: looked for "
          + IDXFiles.alternatives(names))
    }
    self.init(images: images, labels: IDXFiles.labelsBeside(images))
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
