import FileFormats
import GAN
import TensorCore

/// One of the sets of images that are compared, with what was measured of it alone.
struct Side: Sendable {
  let images: ImageSet
  let read: ReadImages
  let neighbourhoods: Neighbourhoods

  var features: RowMatrix { read.features }
  var count: Int { images.count }
}

extension Side {
  /// Reads and measures images.
  ///
  /// - Throws: ``EvaluationError`` if there are too few; what `progress` throws.
  init(
    _ images: ImageSet, _ classifier: Classifier, progress: (Double) throws -> Void
  ) throws {
    let read = try classifier.read(images) { try progress($0 / 2) }
    try EvaluationError.requireFinite(read)
    let neighbourhoods = try Neighbourhoods(read.features, classifier.context) { try progress(0.5 + $0 / 2) }
    self.init(images: images, read: read, neighbourhoods: neighbourhoods)
  }
}
