import CommandLineKit
import FileFormats
import Foundation
import TensorCore

/// The images that a command is to work on, as `--image` names them.
struct InputImages {
  static let option = Option<String>(
    "image", valueName: "IMAGE",
    help: "Image to work on: a PNG, JPEG, GIF, BMP, PGM or PPM file, which is cropped and scaled to the model's size; "
      + "or DATA#5 or DATA#0-99 for test images of a data set in IDX files, DATA#train:5 for training images.")

  /// The images, of the shape that was asked for.
  let images: ImageSet
  /// What each is called.
  let names: [String]
  /// The file or data set that they come from.
  let source: String

  /// Reads what `text` names. The background shows through transparent pixels.
  ///
  /// - Throws: `UsageError` or `FileError` if it names nothing, or a data set of images of another shape than `shape`.
  init(_ text: String, shape: Shape, background: RGBColour) throws {
    // A file may have a '#' in its name.
    if fileExists(text) || !text.contains("#") {
      try self.init(file: text, shape, background)
    } else {
      try self.init(dataSet: text, shape)
    }
  }

  private init(file: String, _ shape: Shape, _ background: RGBColour) throws {
    if isDirectory(file) {
      throw UsageError("'--image \(file)' is a directory. Say which of its images you mean, as in '\(file)#0'.")
    }
    guard shape.channels == 1 || shape.channels == 3 else {
      throw UsageError(
        "'--image \(file)' is a picture, and the model's images have \(shape.channels) channels. Name images of a data "
          + "set, as in 'DATA#0'.")
    }
    let picture = try ImageFile.read(path: file, background: background).fitted(
      width: shape.width, height: shape.height)
    images = ImageSet(picture.withChannels(shape.channels))
    names = [file]
    source = file
  }

  private init(dataSet text: String, _ shape: Shape) throws {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    let path = parts.dropLast().joined(separator: "#")
    let selection = try Selection(parts[parts.count - 1], of: text)
    let range = selection.range
    let data = try Self.images(path, selection)
    guard data.count == range.upperBound else {
      throw UsageError("'--image \(text)' is beyond the end: '\(path)' has \(data.count) images, numbered from 0.")
    }
    try data.check(shape, path: path)
    images = data.subset(at: range)
    source = path
    names = range.map { "\(path)#\(selection.split == .train ? "train:" : "")\($0)" }
  }

  /// The first images of a data set, up to the last one wanted.
  private static func images(_ path: String, _ selection: Selection) throws -> ImageSet {
    func load(_ split: DataSetSplit) throws -> ImageSet {
      try DataSet.load(path: path, split: split, limit: selection.range.upperBound, labels: .ignored).images
    }
    do {
      return try load(selection.split)
    } catch let error as FileError where error.kind == .missingInput && selection.split == .test {
      guard (try? load(.train)) != nil else { throw error }
      throw FileError(
        .missingInput, path: path,
        reason: "there are no test images here; for training images write '\(path)#train:\(selection.range.lowerBound)'"
      )
    }
  }

  /// What stands behind the `#`.
  private struct Selection {
    var split = DataSetSplit.test
    let range: Range<Int>

    private static let maximumNumber = 10_000_000

    init(_ selection: Substring, of text: String) throws {
      var numbers = selection
      for (prefix, part) in [("train:", DataSetSplit.train), ("test:", .test)] where numbers.hasPrefix(prefix) {
        split = part
        numbers = numbers.dropFirst(prefix.count)
      }
      let ends = numbers.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last,
        first >= 0, last <= Self.maximumNumber
      else {
        throw UsageError("'\(selection)' in '--image \(text)' is neither a number from 0 nor a range such as 0-99.")
      }
      range = first..<last + 1
    }
  }
}
