import FileFormats
import TensorCore

extension SampleGrid {
  /// The images on a picture that a grid made, and how many stand beside each other; `nil` if it has not the extents of
  /// one.
  package static func images(
    of picture: RasterImage, image: Shape, padding: Int
  ) -> (images: [RasterImage], columns: Int)? {
    let (cellWidth, cellHeight) = (image.width + padding, image.height + padding)
    guard picture.channels == image.channels, picture.width > padding, picture.height > padding,
      (picture.width - padding) % cellWidth == 0, (picture.height - padding) % cellHeight == 0
    else { return nil }
    let columns = (picture.width - padding) / cellWidth
    let rows = (picture.height - padding) / cellHeight
    let images = (0..<rows * columns).map { place in
      let left = padding + place % columns * cellWidth
      let top = padding + place / columns * cellHeight
      let pixels = (0..<image.height).flatMap { row in
        let start = ((top + row) * picture.width + left) * picture.channels
        return picture.pixels[start..<start + image.width * picture.channels]
      }
      return RasterImage(width: image.width, height: image.height, channels: picture.channels, pixels: pixels)
    }
    return (images, columns)
  }
}
