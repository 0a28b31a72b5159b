/// Single files in the format of MNIST: images, or one number of a class for each (Yann LeCun, "The MNIST database of
/// handwritten digits").
public enum IDXFile {
  /// How a file is stored.
  public enum Compression: Sendable {
    /// As it is.
    case none
    /// As one gzip member, without a name or a time: the same contents always give the same bytes.
    case gzip
  }

  /// Reads images: unsigned bytes in three dimensions (grey) or four (channels last).
  /// - Parameters:
  ///   - path: The file, plain or compressed by gzip.
  ///   - limit: How many images to read from the start at most; all of them if `nil`.
  /// - Returns: The images, without labels.
  /// - Throws: ``FileError`` if the file cannot be read or is not exactly what its header announces.
  public static func readImages(path: String, limit: Int? = nil) throws -> ImageSet {
    try IDXReader(path: path, expecting: .images).readImages(limit: limit)
  }

  /// Reads labels: whole numbers from 0 to 255 of any type in one dimension, or in two, of which the first column
  /// counts.
  /// - Parameters:
  ///   - path: The file, plain or compressed by gzip.
  ///   - limit: How many labels to read from the start at most; all of them if `nil`.
  /// - Returns: The number of a class each.
  /// - Throws: ``FileError`` if the file cannot be read or is not exactly what its header announces.
  public static func readLabels(path: String, limit: Int? = nil) throws -> [UInt8] {
    try IDXReader(path: path, expecting: .labels).readArray(limit: limit).labels(path: path)
  }

  /// Reads numbers of any type and dimensions.
  /// - Parameters:
  ///   - path: The file, plain or compressed by gzip.
  ///   - limit: How many places of the first dimension to read at most; all of them if `nil`.
  /// - Returns: The numbers with their dimensions.
  /// - Throws: ``FileError`` if the file cannot be read or is not exactly what its header announces.
  public static func readArray(path: String, limit: Int? = nil) throws -> NumberArray {
    try IDXReader(path: path, expecting: .numbers).readArray(limit: limit)
  }

  /// Writes images, without their labels: three dimensions if there is one channel, otherwise four, channels last.
  /// - Throws: ``FileError`` if a dimension does not fit 32 bits or the file cannot be written.
  public static func write(
    _ images: ImageSet, to path: String, compression: Compression = .none, replaceExisting: Bool = true
  ) throws {
    let dimensions = ImageDimensions(images)
    try write(images: dimensions, to: path, compression: compression, replaceExisting: replaceExisting) {
      try $0(images.bytes)
    }
  }

  /// Writes images that `body` makes one after the other, so that any number of them needs the memory of a few.
  /// - Parameters:
  ///   - dimensions: How many images there are, and of what size.
  ///   - path: The file.
  ///   - compression: How it is stored.
  ///   - replaceExisting: Whether a file of that name may be replaced.
  ///   - body: Hands bytes to the function that it is given, all of them together in NHWC order.
  /// - Throws: ``FileError`` if a dimension does not fit 32 bits or the file cannot be written; what `body` throws.
  public static func write(
    images dimensions: ImageDimensions, to path: String, compression: Compression = .none,
    replaceExisting: Bool = true, _ body: (_ append: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    try write(dimensions.withoutSingleChannel, to: path, compression, replaceExisting: replaceExisting, body)
  }

  /// Writes labels as a file of one dimension.
  /// - Throws: ``FileError`` if there are more labels than 32 bits can count or the file cannot be written.
  public static func write(
    labels: [UInt8], to path: String, compression: Compression = .none, replaceExisting: Bool = true
  ) throws {
    try write([labels.count], to: path, compression, replaceExisting: replaceExisting) { try $0(labels) }
  }

  private static func write(
    _ dimensions: [Int], to path: String, _ compression: Compression, replaceExisting: Bool,
    _ body: (_ append: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    var header: [UInt8] = [0, 0, IDXHeader.unsignedByteType, UInt8(dimensions.count)]
    for dimension in dimensions {
      guard dimension > 0, let field = UInt32(exactly: dimension) else {
        throw FileError(
          .cannotCreate, path: path, reason: "an IDX file cannot have a dimension of \(dimension)")
      }
      header.appendBigEndian(field)
    }
    try AtomicFile.write(to: path, replaceExisting: replaceExisting) { output in
      switch compression {
      case .none:
        try output.write(header.span.bytes)
        try body { try output.write($0.span.bytes) }
      case .gzip:
        let deflater = try Deflater(.gzip, path: path)
        try deflater.write(header.span.bytes)
        try body {
          try deflater.write($0.span.bytes)
          let compressed = deflater.takeOutput()
          try output.write(compressed.span.bytes)
        }
        let rest = try deflater.finish()
        try output.write(rest.span.bytes)
      }
    }
  }
}
