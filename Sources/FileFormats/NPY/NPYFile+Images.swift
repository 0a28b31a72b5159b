extension NPYFile {
  /// Writes images that `body` makes one after the other as unsigned bytes, N x H x W if there is one channel,
  /// otherwise N x H x W x C. Any number of them needs the memory of a few.
  /// - Parameters:
  ///   - dimensions: How many images there are, and of what size.
  ///   - path: The file.
  ///   - replaceExisting: Whether a file of that name may be replaced.
  ///   - body: Hands bytes to the function that it is given, all of them together in NHWC order.
  /// - Throws: ``FileError`` if the file cannot be written; what `body` throws.
  public static func write(
    images dimensions: ImageDimensions, to path: String, replaceExisting: Bool = true,
    _ body: (_ append: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    try AtomicFile.write(to: path, replaceExisting: replaceExisting) { output in
      let header = NPYHeader.encoded(.unsigned8, dimensions.withoutSingleChannel)
      try output.write(header.span.bytes)
      try body { try output.write($0.span.bytes) }
    }
  }
}

extension NPZFile {
  /// Writes images that `body` makes one after the other as one array called `arr_0`, as `numpy.savez` does, in the
  /// form of ``NPYFile/write(images:to:replaceExisting:_:)``, and their labels as `arr_1`. All of them must be in memory:
  /// their checksum stands before them.
  /// - Parameters:
  ///   - dimensions: How many images there are, and of what size.
  ///   - path: The file.
  ///   - replaceExisting: Whether a file of that name may be replaced.
  ///   - labels: Asked once all images are made: a label for each; `nil` if they have none.
  ///   - body: Hands bytes to the function that it is given, all of them together in NHWC order.
  /// - Throws: ``FileError`` if the file cannot be written; what `body` throws.
  public static func write(
    images dimensions: ImageDimensions, to path: String, replaceExisting: Bool = true,
    labels: () -> [UInt8]? = { nil }, _ body: (_ append: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(dimensions.byteCount)
    try body { bytes += $0 }
    var arrays = [(name: "arr_0", array: NumberArray(shape: dimensions.withoutSingleChannel, bytes))]
    if let labels = labels() { arrays.append(("arr_1", NumberArray(shape: [labels.count], labels))) }
    try write(arrays, to: path, replaceExisting: replaceExisting)
  }
}
