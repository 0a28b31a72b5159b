/// Images of one size, 8-bit grey or colour, with the class of each where it is known. It does not matter to a set from
/// which format of file it came.
public struct ImageSet: Equatable, Sendable {
  /// Number of images; a set may be empty.
  public let count: Int
  /// Height of an image in pixels.
  public let height: Int
  /// Width of an image in pixels.
  public let width: Int
  /// Values a pixel: 1 for grey, 3 for colour, in data sets of other kinds any number.
  public let channels: Int
  /// The pixels in the order image, row, column, channel (NHWC): `count * height * width * channels` bytes.
  public let bytes: [UInt8]
  /// The number of each image's class, or `nil` if the classes are not known.
  public let labels: [UInt8]?
  /// The names of the classes 0, 1, ...; an empty one, or one that is missing at the end, is not known.
  public let classNames: [String]

  /// The most classes that labels of one byte can tell apart.
  public static let maximumClassCount = 256

  /// Puts images together.
  /// - Parameters:
  ///   - count: Number of images.
  ///   - height: Height of an image in pixels.
  ///   - width: Width of an image in pixels.
  ///   - channels: Values a pixel.
  ///   - bytes: Exactly `count * height * width * channels` values in NHWC order.
  ///   - labels: The number of each image's class, `count` of them, or `nil`.
  ///   - classNames: The names of the classes 0, 1, ...
  public init(
    count: Int, height: Int, width: Int, channels: Int, bytes: [UInt8], labels: [UInt8]? = nil,
    classNames: [String] = []
  ) {
    precondition(bytes.count == count * height * width * channels, "The dimensions do not fit the number of bytes.")
    precondition(labels.map { $0.count == count } ?? true, "There must be a label for each image.")
    self.count = count
    self.height = height
    self.width = width
    self.channels = channels
    self.bytes = bytes
    self.labels = labels
    self.classNames = classNames
  }

  /// Bytes an image.
  public var imageSize: Int { height * width * channels }

  /// The bytes of the image at a place, 0 ..< ``count``.
  public subscript(place: Int) -> ArraySlice<UInt8> { bytes[place * imageSize..<(place + 1) * imageSize] }

  /// Walks over all bytes for their CRC-32, which tells one data set from another.
  public func computeChecksum() -> UInt32 {
    var checksum = CRC32()
    checksum.update(bytes.span.bytes)
    return checksum.value
  }
}
