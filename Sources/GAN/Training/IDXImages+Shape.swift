import FileFormats
import TensorCore

extension IDXImages {
  /// One image.
  public var shape: Shape { Shape(height: rows, width: columns, channels: channels) }

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
