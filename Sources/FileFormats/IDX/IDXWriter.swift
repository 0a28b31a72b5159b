/// How a file is stored.
public enum IDXCompression: Sendable {
  /// As it is.
  case none
  /// As one gzip member, without a name or a time: the same contents always give the same bytes.
  case gzip
}

extension IDXImages {
  /// Writes the images as an IDX file: three dimensions if there is one channel, otherwise four, channels last.
  /// - Throws: ``FileError`` if a dimension does not fit 32 bits or the file cannot be written.
  public func write(to path: String, compression: IDXCompression = .none, replaceExisting: Bool = true) throws {
    let dimensions = [count, rows, columns] + (channels == 1 ? [] : [channels])
    try writeIDX(
      bytes, dimensions: dimensions, to: path, compression: compression, replaceExisting: replaceExisting)
  }
}

extension IDXLabels {
  /// Writes the labels as an IDX file of one dimension.
  /// - Throws: ``FileError`` if there are more labels than 32 bits can count or the file cannot be written.
  public func write(to path: String, compression: IDXCompression = .none, replaceExisting: Bool = true) throws {
    try writeIDX(
      values, dimensions: [values.count], to: path, compression: compression, replaceExisting: replaceExisting)
  }
}

private func writeIDX(
  _ bytes: [UInt8], dimensions: [Int], to path: String, compression: IDXCompression, replaceExisting: Bool
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
      try output.write(bytes.span.bytes)
    case .gzip:
      let deflater = try Deflater(.gzip, path: path)
      try deflater.write(header.span.bytes)
      try deflater.write(bytes.span.bytes)
      let compressed = try deflater.finish()
      try output.write(compressed.span.bytes)
    }
  }
}
