extension RasterImage {
  /// The picture in shades of grey: the luma of ITU-R BT.601, 0.299 red + 0.587 green + 0.114 blue.
  public func convertedToGrey() -> RasterImage {
    if channels == 1 { return self }
    let grey = stride(from: 0, to: pixels.count, by: 3).map { (pixel: Int) -> UInt8 in
      let red = Int(pixels[pixel])
      let green = Int(pixels[pixel + 1])
      let blue = Int(pixels[pixel + 2])
      let thousandths: Int = 299 * red + 587 * green + 114 * blue
      return UInt8((thousandths + 500) / 1000)
    }
    return RasterImage(width: width, height: height, channels: 1, pixels: grey)
  }

  /// The picture in grey if there is to be one channel, or else in colour.
  public func withChannels(_ channels: Int) -> RasterImage { channels == 1 ? convertedToGrey() : convertedToColour() }

  /// The picture with three channels.
  public func convertedToColour() -> RasterImage {
    if channels == 3 { return self }
    return RasterImage(width: width, height: height, channels: 3, pixels: pixels.flatMap { [$0, $0, $0] })
  }
}
