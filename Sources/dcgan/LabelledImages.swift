import CommandLineKit
import FileFormats
import TensorCore

/// The training images of a data set, by their classes.
struct LabelledImages {
  private let path: String
  private let images: [[UInt8]]
  private let labels: [UInt8]
  private let names: ClassNames
  private let shape: (height: Int, width: Int, channels: Int)

  init(_ path: String, _ wanted: Shape) throws {
    let data = try IDXDataSet.load(path: path, classCount: IDXLabels.greatestClassCount)
    guard let labels = data.labels else {
      throw FileError(.missingInput, path: path, reason: "there are no labels beside '\(data.imagesPath)'")
    }
    guard data.images.rows == wanted.height, data.images.columns == wanted.width,
      data.images.channels == wanted.channels
    else {
      throw FileError(
        .badData, path: data.imagesPath,
        reason:
          "the images are \(data.images.rows)x\(data.images.columns)x\(data.images.channels), and the model makes "
          + "images of \(wanted.height)x\(wanted.width)x\(wanted.channels)")
    }
    self.path = path
    self.labels = labels.values
    images = data.images.separated
    names = try ClassNames(dataSet: path)
    shape = (wanted.height, wanted.width, wanted.channels)
  }

  /// The first images of a class.
  func images(_ name: String, count: Int) throws -> IDXImages {
    let number = names.number(of: name)
    let places = labels.indices.filter { labels[$0] == number }.prefix(count)
    guard !places.isEmpty else {
      let known = names.names.isEmpty ? Set(labels).sorted().map(String.init) : names.names.filter { !$0.isEmpty }
      throw UsageError(
        "'\(path)' has no images of a class '\(name)'. It has: \(known.joined(separator: ", ")).")
    }
    return IDXImages(
      count: places.count, rows: shape.height, columns: shape.width, channels: shape.channels,
      bytes: places.flatMap { images[$0] })
  }
}
