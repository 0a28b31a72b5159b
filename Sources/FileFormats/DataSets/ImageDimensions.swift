/// How many images there are and of what size, before any of them is made.
public struct ImageDimensions: Equatable, Sendable {
  /// Number of images.
  public let count: Int
  /// Height of an image in pixels.
  public let height: Int
  /// Width of an image in pixels.
  public let width: Int
  /// Values a pixel.
  public let channels: Int

  /// Puts the numbers together.
  public init(count: Int, height: Int, width: Int, channels: Int) {
    self.count = count
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// The dimensions of a set.
  public init(_ images: ImageSet) {
    self.init(count: images.count, height: images.height, width: images.width, channels: images.channels)
  }

  /// Bytes of all images.
  public var byteCount: Int { count * height * width * channels }

  /// The dimensions as files hold them: N, H and W, and C unless it is 1.
  var withoutSingleChannel: [Int] { [count, height, width] + (channels == 1 ? [] : [channels]) }
}
