/// The pictures of a directory and of the directories below it, in the order of their names, by what the directories
/// say about them.
///
/// Directories of pictures are classes, and those below a class belong to it. Directories `train` and `test` part the
/// images to learn from from those to judge by; one of `val` counts as a test too. A directory in which nothing but one
/// other leads to pictures is passed through.
public struct PictureFolder {
  /// A file, and its class, if it has one.
  public struct Picture: Equatable, Sendable {
    /// The file.
    public let path: String
    /// The number of its class.
    public let label: UInt8?
  }

  /// The directory.
  public let path: String
  /// The names of the classes; none if there are no classes, or too many to be told apart by labels of a byte.
  public let classes: [String]
  /// The pictures to learn from.
  public let training: [Picture]
  /// The pictures kept apart; none if the directories do not say which.
  public let test: [Picture]
  /// What is not among the pictures.
  public let leftOut: [LeftOutFile]
  /// How the directories were understood, where that is not plain, in sentences.
  public let remarks: [String]

  /// All pictures.
  public var pictures: [Picture] { training + test }

  private static let readableEndings = [
    ".png", ".pgm", ".ppm", ".pbm", ".pnm", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".dib",
  ]
  private static let endings =
    readableEndings + [".webp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".pam"]

  /// Whether a name ends as those of pictures do. Pictures of other formats count as well, so that it is reported that
  /// they cannot be read.
  static func isPictureName(_ name: String) -> Bool {
    let name = name.lowercased()
    return endings.contains { name.hasSuffix($0) }
  }

  /// Names classes that no image to learn from shows: mostly they are directories of another sense.
  private static func remarks(onClasses names: [String], training: [Picture], test: [Picture]) -> [String] {
    let learnt = Set(training.compactMap(\.label))
    let idle = Set(test.compactMap(\.label)).subtracting(learnt).sorted().map { names[Int($0)] }
    guard let first = idle.first else { return [] }
    return [
      idle.count == 1
        ? "No training image is of the class '\(first)': it has test images alone."
        : "No training images are of \(idle.count) classes, such as '\(first)': they have test images alone."
    ]
  }

  /// Files looked at to tell what lies in the place of pictures.
  private static let maximumLookCount = 20

  /// The error of a directory without pictures: it names what lies there that has to be unpacked or converted.
  private static func noPictures(in path: String, but files: [LeftOutFile]) -> FileError {
    for file in files.filter({ $0.kind == .otherFile }).prefix(maximumLookCount) {
      if let kind = FileKind.recognize(file.path), FileKind.sources.contains(kind) {
        return .mismatch(path: file.path, found: kind, wanted: .importable)
      }
    }
    return FileError(
      .missingInput, path: path, reason: "there are no pictures here (\(readableEndings.joined(separator: ", ")))")
  }

  /// Looks for pictures.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - ignoringClasses: Whether all pictures are of one kind, wherever they lie.
  ///   - leaveOut: Given what is not among the pictures, also if there turn out to be none.
  ///   - progress: Given the number of files and directories looked at so far.
  /// - Throws: ``FileError`` if the directory cannot be read, holds no pictures, or mixes some with sub-directories of
  ///   others.
  public init(
    _ path: String, ignoringClasses: Bool = false, leaveOut: (LeftOutFile) -> Void = { _ in },
    progress: (Int) -> Void = { _ in }
  ) throws {
    var leftOut: [LeftOutFile] = []
    var count = 0
    let tree = try PictureTree(path) {
      leftOut.append($0)
      leaveOut($0)
    } found: {
      count += 1
      progress(count)
    }
    guard !tree.pictures.isEmpty || !tree.folders.isEmpty else {
      throw Self.noPictures(in: path, but: leftOut)
    }
    var layout = PictureLayout(tree)
    let training = try layout.part(layout.trainingTrees, ignoringClasses: ignoringClasses)
    let test = try layout.part(layout.testTrees, ignoringClasses: ignoringClasses)
    for picture in layout.strays {
      leftOut.append(picture)
      leaveOut(picture)
    }
    var names: [String] = []
    for name in (training + test).compactMap(\.name).sorted(by: { $0.precedesNaturally($1) })
    where !names.contains(where: { $0.isSameName(as: name) }) { names.append(name) }
    if names.count > ImageSet.maximumClassCount {
      layout.remarks.append(
        "There are \(names.count) sub-directories, and labels tell at most \(ImageSet.maximumClassCount) classes "
          + "apart: the images get no labels.")
      names = []
    }
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { (Array($1.utf8), UInt8($0)) })
    func labelled(_ groups: [PictureLayout.Group]) -> [Picture] {
      groups.flatMap { group in
        let label = group.name.flatMap { numbers[Array($0.utf8)] }
        return group.pictures.map { Picture(path: $0, label: label) }
      }
    }
    self.path = path
    classes = names
    self.training = labelled(training)
    self.test = labelled(test)
    self.leftOut = leftOut
    remarks = layout.remarks + Self.remarks(onClasses: names, training: self.training, test: self.test)
  }
}

extension String {
  /// Whether names have the same bytes: letters that look alike can be written in two ways, and name two directories.
  fileprivate func isSameName(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
