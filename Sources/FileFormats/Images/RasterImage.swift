/// A picture of 8-bit pixels, grey or RGB.
public struct RasterImage: Equatable, Sendable {
  /// Width in pixels, at least 1.
  public let width: Int
  /// Height in pixels, at least 1.
  public let height: Int
  /// Values a pixel: 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// The pixels row by row from the top, the channels of a pixel side by side: `width * height * channels` bytes.
  public let pixels: [UInt8]

  /// The greatest width or height, which is PNG's.
  public static let maximumSide = Int(Int32.max)

  /// Puts a picture together.
  /// - Parameters:
  ///   - width: Width in pixels, from 1 to ``maximumSide``.
  ///   - height: Height in pixels, from 1 to ``maximumSide``.
  ///   - channels: 1 or 3.
  ///   - pixels: Exactly `width * height * channels` bytes.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    precondition((1...RasterImage.maximumSide).contains(width), "The width is out of range.")
    precondition((1...RasterImage.maximumSide).contains(height), "The height is out of range.")
    precondition(channels == 1 || channels == 3, "A picture has one channel or three.")
    precondition(
      [width, height, channels].checkedProduct() == pixels.count, "The dimensions do not fit the number of pixels.")
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// The picture with every pixel repeated `factor` times in both directions; the result must be within the limits.
  public func enlarged(by factor: Int) -> RasterImage {
    RasterImage(
      width: width * factor, height: height * factor, channels: channels,
      pixels: repeatingPixels(pixels, width: width, channels: channels, factor: factor))
  }

  /// Bytes a row.
  var rowSize: Int { width * channels }
}
