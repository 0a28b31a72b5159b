import FileFormats
import TensorCore

extension IDXImages {
  /// One image.
  public var shape: Shape { Shape(height: rows, width: columns, channels: channels) }
}
