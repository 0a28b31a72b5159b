/// The file of labels that lies beside a file of images.
public enum LabelsFile {
  private static let endings = [".idx.gz", ".npy.gz", ".idx", ".npy"]

  /// The file of the labels of a file of images: `train-labels-idx1-ubyte` for `train-images-idx3-ubyte`, and
  /// `fakes-labels.npy` for `fakes.npy`.
  public static func path(besideImages path: String) -> String {
    let components = PathComponents(path)
    return components.directoryPrefix + (usualName(components.name) ?? ownName(components.name))
  }

  /// In the manner of MNIST, if the name is of that kind.
  private static func usualName(_ name: String) -> String? {
    guard let images = IDXFileName(name), images.role == .images else { return nil }
    var labels = name
    if let word = name.matches(of: /(?:^|[-._ ])(images|imgs|image)(?=[-._ ])/.ignoresCase()).last {
      labels.replaceSubrange(word.output.1.startIndex..<word.output.1.endIndex, with: "labels")
    }
    labels.replace(/idx[34]/.ignoresCase(), with: "idx1")
    guard let found = IDXFileName(labels), found.role == .labels, found.key == images.key else { return nil }
    return labels
  }

  private static func ownName(_ name: String) -> String {
    let ending = endings.first { name.lowercased().hasSuffix($0) } ?? ""
    return "\(name.dropLast(ending.count))-labels\(name.suffix(ending.count))"
  }

  /// The labels of a file of images, if there are any.
  static func find(besideImages path: String) -> String? {
    let labels = Self.path(besideImages: path)
    return fileExists(labels) ? labels : nil
  }

  /// Refuses, before long work, to have images without labels beside labels, which would be taken for theirs.
  ///
  /// - Parameter path: The file of images, which need not be there yet.
  /// - Throws: ``FileError`` if labels lie beside it.
  public static func refuse(besideImages path: String) throws {
    guard let labels = find(besideImages: path) else { return }
    throw FileError(
      .cannotCreate, path: path,
      reason: "the labels of other images lie beside it ('\(labels)'), and would be taken for those of these; remove "
        + "them, or name another file")
  }

  /// Refuses, before long work, to replace a file that holds no labels.
  ///
  /// - Throws: ``FileError`` if it does not.
  public static func checkReplaceable(_ path: String) throws {
    guard fileExists(path), (try? IDXReader(path: path, expecting: .labels)) == nil, !holdsOneDimension(path) else {
      return
    }
    throw FileError(
      .cannotCreate, path: path,
      reason: "this is no file of labels, and the labels of the images would replace it; name another file of images")
  }

  /// Whether a file holds an array of numpy's of one dimension.
  private static func holdsOneDimension(_ path: String) -> Bool { (try? NPYFile.dimensions(path: path))?.count == 1 }
}
