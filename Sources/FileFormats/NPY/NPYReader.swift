/// Reads the array of an NPY file or of a member of an NPZ file; its header has been read and fits the size.
struct NPYReader {
  /// The file, or the file and its member, which errors speak of.
  let path: String
  /// The checked header.
  let header: NPYHeader

  private let source: any ByteSource

  /// Reads the header from the start of `source`.
  /// - Parameters:
  ///   - source: What holds the header and the numbers.
  ///   - sizes: The numbers of bytes that `source` can have.
  ///   - path: What errors speak of.
  /// - Throws: ``FileError`` if the header is wrong, or announces another size.
  init(_ source: any ByteSource, sizes: ClosedRange<Int>, path: String) throws {
    self.path = path
    self.source = source
    header = try NPYHeader(from: source, path: path)
    let (size, overflows) = header.dataSize.addingReportingOverflow(header.length)
    guard !overflows, sizes.contains(size) else {
      let least = sizes.lowerBound, most = sizes.upperBound
      throw FileError(
        .badData, path: path,
        reason:
          "the header announces \(header.dataSize) bytes of numbers (\(header.shape.map(String.init).joined(separator: " x ")) "
          + "\(header.type.description)), "
          + (least == most ? "and \(max(0, least - header.length)) follow it" : "more than the file can hold"))
    }
  }

  /// Reads the numbers, or those of the first `limit` places of the first dimension.
  /// - Throws: ``FileError`` if the source ends early, goes on after the last number, or is damaged.
  func read(limit: Int? = nil) throws -> NumberArray {
    let rows = header.shape.first ?? 1
    let wanted = min(max(limit ?? rows, 0), rows)
    let isPart = wanted < rows && !header.isFortranOrder
    // Twice, because the order of bytes or dimensions may have to be changed.
    let size = isPart ? header.dataSize / rows * wanted : header.dataSize
    try InputFile.requireMemory(for: header.isFortranOrder ? 2 * size : size, path: path)
    var bytes = try source.readBytes(size)
    guard bytes.count == size else {
      throw FileError(
        .badData, path: path,
        reason:
          "there \(bytes.count == 1 ? "is" : "are") only \(bytesText(bytes.count)) of the \(size) that the header announces"
      )
    }
    if !isPart, try source.readBytes(1).count != 0 {
      throw FileError(.badData, path: path, reason: "more bytes follow than the header announces")
    }
    if header.isBigEndian { bytes.reverseGroups(of: header.type.size) }
    if header.isFortranOrder {
      bytes = bytes.reorderedFromFortran(shape: header.shape, size: header.type.size)
      if wanted < rows { bytes.removeLast(bytes.count / rows * (rows - wanted)) }
    }
    return NumberArray(
      type: header.type, shape: header.shape.isEmpty ? [] : [wanted] + header.shape.dropFirst(), bytes: bytes)
  }
}

extension [UInt8] {
  /// The numbers with the last dimension fastest, given with the first fastest.
  fileprivate func reorderedFromFortran(shape: [Int], size: Int) -> [UInt8] {
    if shape.count < 2 || isEmpty { return self }
    var strides = [size]
    for length in shape.dropLast() { strides.append(strides[strides.count - 1] * length) }
    var reordered: [UInt8] = []
    reordered.reserveCapacity(count)
    var index = [Int](repeating: 0, count: shape.count)
    var start = 0
    while true {
      reordered += self[start..<start + size]
      var dimension = shape.count - 1
      index[dimension] += 1
      start += strides[dimension]
      while index[dimension] == shape[dimension] {
        if dimension == 0 { return reordered }
        start -= index[dimension] * strides[dimension]
        index[dimension] = 0
        dimension -= 1
        index[dimension] += 1
        start += strides[dimension]
      }
    }
  }
}
