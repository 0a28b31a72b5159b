import CommandLineKit
import FileFormats
import TensorCore

/// A picture file, or some images of one data set.
struct ImageReference {
  /// The file or the data set.
  let path: String
  /// The images of a data set; `nil` for a picture.
  private let selection: ImageSelection?
  /// What the user wrote, with the option before it.
  private let text: String

  /// What a text names: a file, images of a data set, or several of them with commas between them. `option` stands
  /// before it on the command line.
  ///
  /// - Throws: `UsageError` if that cannot be told.
  static func references(_ text: String, option: String = "--image ") throws -> [ImageReference] {
    // A file may have a comma or a '#' in its name.
    if fileExists(text) {
      return [ImageReference(path: text, selection: nil, text: option + text)]
    }
    var references: [ImageReference] = []
    for item in items(of: text) {
      guard !item.isEmpty else {
        throw UsageError("'\(option)\(text)' has nothing before, behind or between its commas.")
      }
      let parts = item.split(separator: "#", omittingEmptySubsequences: false)
      if fileExists(item) || (parts.count == 1 && !ImageSelection.isRange(item)) {
        references.append(ImageReference(path: item, selection: nil, text: option + item))
      } else if parts.count > 1 {
        let selection = try ImageSelection(parts[parts.count - 1], of: option + item)
        references.append(
          ImageReference(path: parts.dropLast().joined(separator: "#"), selection: selection, text: option + item))
      } else if let last = references.last, let selection = last.selection {
        // Further numbers of the same data set, which is then read only once.
        references[references.count - 1] = ImageReference(
          path: last.path, selection: try selection.adding(item[...], of: option + text), text: "\(last.text),\(item)")
      } else {
        references.append(ImageReference(path: item, selection: nil, text: option + item))
      }
    }
    return references
  }

  /// The items of a list, the first of which may be of a data set with a comma in its name.
  private static func items(of text: String) -> [String] {
    guard let place = text.lastIndex(of: "#"), text[..<place].contains(","),
      fileExists(String(text[..<place]))
    else { return text.listItems.map(String.init) }
    let rest = text[place...].listItems.map(String.init)
    let first = String(text[..<place]) + rest[0]
    return [first] + rest.dropFirst()
  }

  /// What each image is called.
  var names: [String] { selection.map { $0.numbers.map { "\(path)#\(selection?.prefix ?? "")\($0)" } } ?? [path] }

  /// Whether it names images of a data set.
  var isOfDataSet: Bool { selection != nil }

  /// The images of a data set, in their own shape; `nil` for a picture.
  ///
  /// - Throws: `UsageError` if there are fewer; what reading a data set throws.
  func selectedImages() throws -> ImageSet? {
    guard let selection else { return nil }
    let data = try loaded(selection)
    try checkEnd(data, selection)
    return data.subset(at: selection.numbers)
  }

  private func checkEnd(_ data: ImageSet, _ selection: ImageSelection) throws {
    guard data.count == selection.end else {
      throw UsageError(
        "'\(text)' is beyond the end: '\(path)' has \(counted(data.count, "image")), numbered from 0.")
    }
  }

  /// Reads the images, of the shape that is asked for. The background shows through transparent pixels.
  func images(_ shape: Shape, background: RGBColour) throws -> ImageSet {
    guard let selection else { return try picture(shape, background) }
    let data = try loaded(selection)
    try checkEnd(data, selection)
    try data.check(shape, path: path)
    return data.subset(at: selection.numbers)
  }

  private func picture(_ shape: Shape, _ background: RGBColour) throws -> ImageSet {
    if isDirectory(path) {
      if let error = FileError.closedDirectory(path) { throw error }
      if FileKind.recognize(path) == .pictureFolder {
        throw UsageError("'\(text)' is a folder of pictures. Name its files, one --image for each.")
      }
      throw UsageError("'\(text)' is a directory. Say which of its images you mean, as in '\(path)#0'.")
    }
    guard shape.channels == 1 || shape.channels == 3 else {
      throw UsageError(
        "'\(text)' is a picture, and the model's images have \(counted(shape.channels, "channel")). Name images of a data "
          + "set, as in 'DATA#0'.")
    }
    let picture = try ImageFile.read(path: path, background: background).fitted(
      width: shape.width, height: shape.height)
    return ImageSet(picture.withChannels(shape.channels))
  }

  /// The first images of the data set, up to the last one wanted.
  private func loaded(_ selection: ImageSelection) throws -> ImageSet {
    func load(_ split: DataSetSplit) throws -> ImageSet {
      try DataSet.load(path: path, split: split, limit: selection.end, labels: .lenient).images
    }
    do {
      return try load(selection.split)
    } catch let error as FileError where error.kind == .missingInput && selection.split == .test {
      guard (try? load(.train)) != nil else { throw error }
      throw FileError(
        .missingInput, path: path,
        reason: "there are no test images here; for training images write '\(path)#train:\(selection.numbersText)'")
    }
  }
}
