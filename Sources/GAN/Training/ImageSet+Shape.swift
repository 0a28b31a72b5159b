import FileFormats
import TensorCore

extension ImageSet {
  /// One image.
  public var shape: Shape { Shape(height: height, width: width, channels: channels) }

  /// Images of a shape, one behind the other; `bytes` must hold a whole number of them, and there is a label for each
  /// of them, if any.
  public init(_ shape: Shape, bytes: [UInt8], labels: [UInt8]? = nil) {
    self.init(
      count: bytes.count / shape.imageCount, height: shape.height, width: shape.width, channels: shape.channels,
      bytes: bytes, labels: labels)
  }

  /// Refuses images that are not of the shape that a model makes.
  ///
  /// - Throws: ``FileFormats/FileError``, about `path`.
  package func check(_ wanted: Shape, of model: String = "the model", path: String) throws {
    guard shape == wanted else {
      throw FileError(
        .badData, path: path,
        reason: "the images are \(shape.imageText), and \(model) makes images of \(wanted.imageText)")
    }
  }
}
