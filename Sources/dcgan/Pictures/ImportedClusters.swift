import CommandLineKit
import Evaluation
import FileFormats

/// What `dcgan import --clusters` does: labels for images that have none.
struct ImportedClusters {
  static let clusters = Option<Int?>(
    "clusters", valueName: "N",
    help: "Label images that have no classes by N kinds that look alike, found by k-means.",
    validate: .in(2...ImageSet.maximumClassCount))

  private let count: Int?
  private let arguments: ParsedArguments

  /// Reads the option.
  ///
  /// - Throws: `UsageError` if images are to be added to a data set, whose clusters are not known.
  init(_ arguments: ParsedArguments) throws {
    self.arguments = arguments
    count = arguments[Self.clusters]
    if count != nil, arguments[PictureImport.adds] {
      throw UsageError(
        "'--clusters' sorts all images of a data set at once, and '--add' has only the new ones. Import them together.")
    }
  }

  /// The images with the clusters of the training images as labels, or as they are if none were asked for.
  ///
  /// - Throws: `UsageError` if they have labels already; `FileError` if they are fewer than the clusters.
  func label(_ images: ImportedImages, _ terminal: Terminal) throws -> ImportedImages {
    guard let count else { return images }
    let path = arguments[ImportCommand.source]
    guard images.training.labels == nil else {
      throw UsageError(
        "'--clusters' is for images without labels, and those of '\(path)' have some, which say more. To leave them "
          + "out, add '--no-classes'.")
    }
    guard images.training.count >= count else {
      throw FileError(
        .badData, path: path,
        reason: "there are \(counted(images.training.count, "image")) to sort into \(count) clusters; ask for fewer by "
          + "--clusters")
    }
    let context = try ProcessorOptions.context(arguments)
    let bar = ProgressBar(terminal: terminal, total: 100)
    defer { bar.finish() }
    let clusters = try ImageClusters(count, of: images.training, context) { done in
      bar.update(completed: Int(100 * done)) { ["looking for \(count) clusters"] }
    }
    return ImportedImages(
      try images.training.labelled(by: clusters, context), test: try images.test?.labelled(by: clusters, context))
  }
}
