/// The extents of a tensor in NHWC order: images, rows, columns, channels. A vector for each image is 1 x 1 x channels.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  /// Images in the batch.
  public var images: Int
  /// Rows of an image.
  public var height: Int
  /// Columns of an image.
  public var width: Int
  /// Channels of a pixel, consecutive in memory.
  public var channels: Int

  /// Creates a shape. Extents must be positive.
  public init(images: Int = 1, height: Int = 1, width: Int = 1, channels: Int) {
    precondition(images > 0 && height > 0 && width > 0 && channels > 0, "a shape has no empty extent")
    self.images = images
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Values in one image.
  public var imageCount: Int { height * width * channels }

  /// Rows of channels in the whole tensor.
  public var pixels: Int { images * height * width }

  /// Values in the whole tensor.
  public var count: Int { images * imageCount }

  /// The same image extents for another number of images.
  public func with(images: Int) -> Shape {
    Shape(images: images, height: height, width: width, channels: channels)
  }

  /// One image's extents, for example `28x28x1`.
  package var imageText: String { "\(height)x\(width)x\(channels)" }

  /// For example `64x14x14x128`.
  public var description: String { "\(images)x\(height)x\(width)x\(channels)" }
}
