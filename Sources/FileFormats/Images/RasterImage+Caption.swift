extension RasterImage {
  /// The size of a picture with a number below it, as ``captioned(_:width:dotSize:)`` makes it, for numbers up to
  /// `maximum`: as wide as the picture or the widest number.
  public static func captionedSize(
    width: Int, height: Int, maximum: Int, dotSize: Int
  ) -> (width: Int, height: Int) {
    (max(width, DigitFont.width(of: maximum) * dotSize), height + (DigitFont.height + 2 * DigitFont.gap) * dotSize)
  }

  /// The picture above a number that is not negative, white on black, both centred in `width` pixels, which must be
  /// enough for both. A dot of the digits has `dotSize` x `dotSize` pixels.
  public func captioned(_ number: Int, width: Int, dotSize: Int) -> RasterImage {
    let size = Self.captionedSize(width: width, height: height, maximum: 0, dotSize: dotSize)
    var canvas = Canvas(width: width, height: size.height, channels: channels, .black)
    canvas.draw(self, column: (width - self.width) / 2, row: 0)
    let left = (width - DigitFont.width(of: number) * dotSize) / 2
    let top = height + DigitFont.gap * dotSize
    for dot in DigitFont.dots(of: number) {
      for place in 0..<dotSize * dotSize {
        canvas.set(
          left + dot.column * dotSize + place % dotSize, top + dot.row * dotSize + place / dotSize, .white)
      }
    }
    return canvas.image
  }
}
