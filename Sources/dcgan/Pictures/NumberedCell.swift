import FileFormats
import TensorCore

/// A cell of a grid in which an image stands above its number.
struct NumberedCell {
  /// The cell's extents.
  let shape: Shape
  private let image: Shape
  private let dotSize: Int

  /// A cell for images of a shape, enlarged `scale` times already, and for numbers up to `maximum`.
  init(_ image: Shape, maximum: Int, scale: Int) {
    self.image = image
    // The digits grow with the images, half as fast.
    dotSize = max(1, scale / 2)
    let size = RasterImage.captionedSize(
      width: image.width, height: image.height, maximum: maximum, dotSize: dotSize)
    shape = Shape(height: size.height, width: size.width, channels: image.channels)
  }

  /// The cell's bytes.
  func draw(_ bytes: [UInt8], number: Int) -> [UInt8] {
    RasterImage(bytes, image).captioned(number, width: shape.width, dotSize: dotSize).pixels
  }
}
