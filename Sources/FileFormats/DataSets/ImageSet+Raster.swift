extension ImageSet {
  /// A set of one picture.
  public init(_ picture: RasterImage) {
    self.init(
      count: 1, height: picture.height, width: picture.width, channels: picture.channels, bytes: picture.pixels)
  }

  /// The image at a place as a picture, for images of one channel or three.
  public func raster(at place: Int) -> RasterImage {
    RasterImage(width: width, height: height, channels: channels, pixels: Array(self[place]))
  }
}
