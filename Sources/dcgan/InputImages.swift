import CommandLineKit
import FileFormats
import Foundation
import TensorCore

/// The images that a command is to work on, as `--image` names them.
struct InputImages {
  static let option = Option<String>(
    "image", valueName: "IMAGE",
    help: "Picture to work on: DATA#5 or DATA#0-99 for test images of a data set (DATA#train:5 for training images; "
      + "DATA may also be an IDX file).")

  /// The images, of the shape that was asked for.
  let images: IDXImages
  /// What each is called.
  let names: [String]

  /// Reads what `text` names.
  ///
  /// - Throws: `UsageError` or `FileError` if it names nothing, or images of another shape than `shape`.
  init(_ text: String, shape: Shape) throws {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw UsageError("'--image \(text)' must be of the form DATA#5, DATA#0-99 or DATA#train:5.")
    }
    let (path, selection) = (String(parts[0]), try Selection(parts[1], of: text))
    let data = try IDXDataSet.load(path: path, split: selection.split, limit: selection.range.upperBound).images
    guard data.count == selection.range.upperBound else {
      throw UsageError("'--image \(text)' is beyond the end: '\(path)' has \(data.count) images, numbered from 0.")
    }
    guard data.rows == shape.height, data.columns == shape.width, data.channels == shape.channels else {
      throw FileError(
        .badData, path: path,
        reason: "the images are \(data.rows)x\(data.columns)x\(data.channels), and the model makes images of "
          + "\(shape.height)x\(shape.width)x\(shape.channels)")
    }
    let bytes = Array(data.bytes[selection.range.lowerBound * shape.imageCount..<data.bytes.count])
    images = IDXImages(
      count: selection.range.count, rows: shape.height, columns: shape.width, channels: shape.channels, bytes: bytes)
    names = selection.range.map { "\(path)#\(selection.split == .train ? "train:" : "")\($0)" }
  }

  /// What stands behind the `#`.
  private struct Selection {
    var split = IDXSplit.test
    let range: Range<Int>

    init(_ selection: Substring, of text: String) throws {
      var numbers = selection
      for (prefix, part) in [("train:", IDXSplit.train), ("test:", .test)] where numbers.hasPrefix(prefix) {
        split = part
        numbers = numbers.dropFirst(prefix.count)
      }
      let ends = numbers.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last,
        first >= 0, last < 10_000_000
      else {
        throw UsageError("'\(selection)' in '--image \(text)' is neither a number from 0 nor a range such as 0-99.")
      }
      range = first..<last + 1
    }
  }
}
