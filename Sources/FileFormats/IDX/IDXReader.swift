/// An IDX file that is open for reading, plain or compressed by gzip, whatever its name; its header has been read and
/// fits the file's length.
struct IDXReader {
  /// The file, as the caller named it.
  let path: String
  /// The checked header.
  let header: IDXHeader

  private let input: UnpackedInput

  /// Opens `path` and reads its header, which must announce `content`.
  /// - Throws: ``FileError`` if there is no such file, the header is wrong, or the length of the file belies it.
  init(path: String, expecting content: IDXHeader.Content) throws {
    self.path = path
    input = try UnpackedInput(path: path)
    header = try IDXHeader(from: input.source, expecting: content, path: path)
    try checkFileSize()
  }

  /// Reads the first `limit` items, or all of them.
  ///
  /// Only a reader of all items sees, and refuses, what may follow them in a compressed file, or a wrong checksum
  /// there.
  /// - Throws: ``FileError`` if the file ends early, goes on after the last item, or is damaged.
  func readItems(limit: Int?) throws -> [UInt8] {
    let count = min(max(limit ?? header.count, 0), header.count)
    let size = count * header.itemSize
    try input.file.requireMemory(for: size)
    let bytes = try input.source.readBytes(size)
    guard bytes.count == size else { throw sizeError(found: "only \(header.length + bytes.count)") }
    if count == header.count, try input.source.readBytes(1).count != 0 { throw sizeError(found: "more") }
    return bytes
  }

  /// Checks the announced size before anything of that size is allocated.
  private func checkFileSize() throws {
    if !input.isCompressed {
      guard input.file.size == header.fileSize else {
        throw sizeError(found: input.file.size < header.fileSize ? "only \(input.file.size)" : "\(input.file.size)")
      }
    } else if header.fileSize / InflatedInput.maximumExpansion > input.file.size {
      throw FileError(
        .badData, path: path,
        reason: "the header announces \(header.fileSize) bytes (\(header.dimensionText)), "
          + "more than \(bytesText(input.file.size)) of gzip data can hold")
    }
  }

  private func sizeError(found: String) -> FileError {
    FileError(
      .badData, path: path,
      reason: "there are \(found) bytes\(input.isCompressed ? " after decompression" : ""), but the header announces "
        + "\(header.fileSize) (\(header.length) and \(header.dimensionText))")
  }
}

extension IDXReader {
  /// Reads the first `limit` images, or all of them, and puts them together with as many labels.
  /// - Throws: ``FileError`` if the file ends early, goes on after the last image, or is damaged.
  func readImages(limit: Int?, labels: [UInt8]? = nil, classNames: [String] = []) throws -> ImageSet {
    let bytes = try readItems(limit: limit)
    let dimensions = header.dimensions
    return ImageSet(
      count: bytes.count / header.itemSize, height: dimensions[1], width: dimensions[2],
      channels: dimensions.count == 4 ? dimensions[3] : 1, bytes: bytes, labels: labels, classNames: classNames)
  }
}

extension IDXReader {
  /// Reads the first `limit` items, or all of them, as numbers of any type.
  /// - Throws: ``FileError`` if the file ends early, goes on after the last item, or is damaged.
  func readArray(limit: Int? = nil) throws -> NumberArray {
    var bytes = try readItems(limit: limit)
    bytes.reverseGroups(of: header.type.size)
    return NumberArray(
      type: header.type, shape: [bytes.count / header.itemSize] + header.dimensions.dropFirst(), bytes: bytes)
  }
}
