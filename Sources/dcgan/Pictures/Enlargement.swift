import FileFormats
import TensorCore

extension Shape {
  /// The extents of images whose pixels are repeated so many times in both directions.
  func enlarged(by factor: Int) -> Shape {
    Shape(images: images, height: height * factor, width: width * factor, channels: channels)
  }
}

extension [UInt8] {
  /// The bytes of images of a shape, with every pixel repeated so many times in both directions.
  func enlarged(_ shape: Shape, by factor: Int) -> [UInt8] {
    repeatingPixels(self, width: shape.width, channels: shape.channels, factor: factor)
  }
}

extension RasterImage {
  /// A picture of an image's bytes, which has one channel or three.
  init(_ bytes: [UInt8], _ shape: Shape) {
    self.init(width: shape.width, height: shape.height, channels: shape.channels, pixels: bytes)
  }
}
