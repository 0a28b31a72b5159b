import CommandLineKit
import FileFormats
import TensorCore

/// The training images of a data set, by their classes.
struct LabelledImages {
  private let path: String
  private let images: IDXImages
  private let labels: [UInt8]
  private let names: ClassNames

  /// Loads the training images of a data set, which must have labels, for a model that makes images of a shape.
  ///
  /// - Throws: `FileError` if the data set cannot be read or has no labels, or its images are of another shape.
  init(_ path: String, _ shape: Shape) throws {
    let data = try IDXDataSet.load(path: path, classCount: IDXLabels.greatestClassCount)
    guard let labels = data.labels else {
      throw FileError(.missingInput, path: path, reason: "there are no labels beside '\(data.imagesPath)'")
    }
    try data.images.check(shape, path: data.imagesPath)
    self.path = path
    self.labels = labels.values
    images = data.images
    names = try ClassNames(dataSet: path)
  }

  /// The first images of a class.
  ///
  /// - Throws: `UsageError` if there are none.
  func images(_ name: String, count: Int) throws -> IDXImages {
    let number = names.number(of: name)
    let places = labels.indices.filter { labels[$0] == number }.prefix(count)
    guard !places.isEmpty else {
      let known = Set(labels).sorted().map { label in
        let name = Int(label) < names.names.count ? names.names[Int(label)] : ""
        return name.isEmpty ? String(label) : name
      }
      throw UsageError(
        "'\(path)' has no images of a class '\(name)'. It has: \(known.joined(separator: ", ")).")
    }
    let size = images.shape.imageCount
    return IDXImages(
      count: places.count, rows: images.rows, columns: images.columns, channels: images.channels,
      bytes: places.flatMap { images.bytes[$0 * size..<($0 + 1) * size] })
  }
}
