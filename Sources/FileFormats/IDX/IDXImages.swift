/// The images of a data set: 8-bit grey or colour, all of one size.
public struct IDXImages: Equatable, Sendable {
  /// Number of images.
  public let count: Int
  /// Height of an image in pixels.
  public let rows: Int
  /// Width of an image in pixels.
  public let columns: Int
  /// Values a pixel: 1 for grey.
  public let channels: Int
  /// The pixels in the order image, row, column, channel (NHWC): `count * rows * columns * channels` bytes.
  public let bytes: [UInt8]

  /// Puts images together; `bytes` must hold `count * rows * columns * channels` values in NHWC order.
  public init(count: Int, rows: Int, columns: Int, channels: Int, bytes: [UInt8]) {
    precondition(bytes.count == count * rows * columns * channels, "The dimensions do not fit the number of bytes.")
    self.count = count
    self.rows = rows
    self.columns = columns
    self.channels = channels
    self.bytes = bytes
  }

  /// The CRC-32 of ``bytes``, which tells one data set from another.
  public var checksum: UInt32 {
    var checksum = CRC32()
    checksum.update(bytes.span.bytes)
    return checksum.value
  }
}

/// The class of each image of a data set.
public struct IDXLabels: Equatable, Sendable {
  /// One class number an image.
  public let values: [UInt8]

  /// The most classes that labels of one byte can tell apart.
  public static let greatestClassCount = 256

  /// Puts labels together.
  public init(values: [UInt8]) {
    self.values = values
  }
}

/// The part of a data set that a file belongs to.
public enum IDXSplit: String, CaseIterable, Sendable {
  /// The images to learn from: `train-...`.
  case train
  /// The images kept apart to judge the result: `t10k-...`.
  case test

  /// How the usual file names begin.
  var fileNamePrefix: String {
    switch self {
    case .train: "train"
    case .test: "t10k"
    }
  }
}
