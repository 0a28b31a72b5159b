import CommandLineKit
import FileFormats
import TensorCore

/// The training images of a data set that show what its classes are.
struct ClassExamples {
  private let path: String
  private let images: ImageSet

  /// Loads the training images of a data set, which must have labels, for a model that makes images of a shape.
  ///
  /// - Throws: `FileError` if the data set cannot be read or has no labels, or its images are of another shape.
  init(_ path: String, _ shape: Shape) throws {
    let data = try DataSet.load(path: path, labels: .strict)
    guard data.images.labels != nil else {
      throw FileError(.missingInput, path: path, reason: "there are no labels beside '\(data.imagesPath)'")
    }
    try data.images.check(shape, path: data.imagesPath)
    self.path = path
    images = data.images
  }

  /// The first images of a class, by its name or number.
  ///
  /// - Throws: `UsageError` if there are none.
  func images(ofClass name: String, count: Int) throws -> ImageSet {
    let number = images.classNumber(of: name) ?? NearestClass.number(to: name, among: images.classNames)
    let examples = number.map { images.images(ofClass: $0, limit: count) }
    guard let examples, examples.count > 0 else {
      let known = Set(images.labels ?? []).sorted().map(images.className(of:))
      throw UsageError(
        "'\(path)' has no images of a class '\(name)'. It has: \(known.joined(separator: ", ")).")
    }
    return examples
  }
}
