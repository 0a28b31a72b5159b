/// The bytes of a safetensors file, ready to be written: the header, then the tensors one by one, never joined.
struct SafetensorsEncoding {
  /// The length, the header and its padding.
  let header: [UInt8]
  /// The tensors in the order of the file.
  let tensors: [SafetensorsSource]

  /// Lays the file out and computes its checksum, for which every tensor is read once.
  /// - Throws: ``FileError`` if the reader would refuse the file; `path` is the file that the error speaks of.
  init(metadata: [String: String], _ sources: [SafetensorsSource], path: String) throws {
    tensors = sources.sorted(by: SafetensorsEncoding.standsBefore)
    let counts = try SafetensorsEncoding.counts(tensors, path: path)

    var metadata = metadata
    metadata[SafetensorsFile.checksumKey] = SafetensorsFile.blankChecksum
    var (text, checksumOffset) = SafetensorsEncoding.metadataText(metadata)
    SafetensorsEncoding.append(tensors, counts: counts, to: &text)
    text += String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
    guard text.utf8.count <= SafetensorsFile.maximumHeaderLength else {
      throw FileError(
        .cannotCreate, path: path,
        reason: "the header would have \(text.utf8.count) bytes, more than \(SafetensorsFile.maximumHeaderLength)")
    }

    var header = withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Array($0) }
    header += text.utf8
    var checksum = CRC32()
    checksum.update(header.span.bytes)
    for (tensor, count) in zip(tensors, counts) {
      let data = tensor.read()
      try SafetensorsEncoding.check(data, of: tensor, count: count, path: path)
      data.withBytes { checksum.update($0) }
    }
    let start = SafetensorsFile.prefixLength + checksumOffset
    header.replaceSubrange(start..<start + SafetensorsFile.blankChecksum.utf8.count, with: checksum.hexadecimal.utf8)
    self.header = header
  }

  /// The same for tensors that are in memory already.
  init(_ file: SafetensorsFile, path: String) throws {
    try self.init(metadata: file.metadata, file.tensors.map(SafetensorsSource.init), path: path)
  }

  /// Calls `body` with the pieces of the file, one after the other.
  func forEachChunk(_ body: (RawSpan) throws -> Void) rethrows {
    try body(header.span.bytes)
    for tensor in tensors { try tensor.read().withBytes(body) }
  }

  /// The order of the reference implementation: wider types first, so that all values are aligned, then by name.
  private static func standsBefore(_ left: SafetensorsSource, _ right: SafetensorsSource) -> Bool {
    let (leftSize, rightSize) = (left.elementType.size, right.elementType.size)
    return leftSize == rightSize ? left.name.isOrderedBeforeByBytes(right.name) : leftSize > rightSize
  }

  /// The numbers of values, by the shapes.
  static func counts(_ tensors: [SafetensorsSource], path: String) throws -> [Int] {
    var names: Set = [SafetensorsFile.metadataKey]
    return try tensors.map { tensor in
      guard names.insert(tensor.name).inserted else {
        throw FileError(
          .cannotCreate, path: path, reason: "two tensors cannot both have the name '\(tensor.name.excerpt)'")
      }
      guard let count = tensor.shape.checkedProduct() else {
        throw FileError(
          .cannotCreate, path: path, reason: "tensor '\(tensor.name.excerpt)' cannot have the shape \(tensor.shape)")
      }
      return count
    }
  }

  static func check(_ data: TensorData, of tensor: SafetensorsSource, count: Int, path: String) throws {
    guard data.count == count, data.elementType == tensor.elementType else {
      throw FileError(
        .cannotCreate, path: path,
        reason:
          "tensor '\(tensor.name.excerpt)' of shape \(tensor.shape) cannot have \(counted(data.count, "value", isGrouped: false))"
      )
    }
    if let index = data.findFirstNonFinite() {
      throw FileError(
        .badData, path: path,
        reason:
          "tensor '\(tensor.name.excerpt)' is not written, because its value \(index) is infinite or not a number")
    }
  }

  /// The beginning of the header up to the end of the metadata, and the place of the checksum's first digit in it.
  static func metadataText(_ metadata: [String: String]) -> (text: String, checksumOffset: Int) {
    var text = "{\"\(SafetensorsFile.metadataKey)\":{"
    var checksumOffset = 0
    for (index, key) in metadata.keys.sorted(by: { $0.isOrderedBeforeByBytes($1) }).enumerated() {
      if index > 0 { text += "," }
      text += JSONValue.string(key).text + ":"
      if key == SafetensorsFile.checksumKey { checksumOffset = text.utf8.count + 1 }
      text += JSONValue.string(metadata[key, default: ""]).text
    }
    return (text + "}", checksumOffset)
  }

  private static func append(_ tensors: [SafetensorsSource], counts: [Int], to text: inout String) {
    var offset = 0
    for (tensor, count) in zip(tensors, counts) {
      let end = offset + count * tensor.elementType.size
      text += entryText(tensor, offset..<end)
      offset = end
    }
    text += "}"
  }

  /// What the header says of a tensor, with the comma before it.
  static func entryText(_ tensor: SafetensorsSource, _ place: Range<Int>) -> String {
    let shape = tensor.shape.map(String.init).joined(separator: ",")
    return ",\(JSONValue.string(tensor.name).text):{\"dtype\":\"\(tensor.elementType.rawValue)\""
      + ",\"shape\":[\(shape)],\"data_offsets\":[\(place.lowerBound),\(place.upperBound)]}"
  }
}

extension SafetensorsFile {
  /// Writes the file, with its checksum, so that `path` holds the old contents or the new ones in full. Equal contents
  /// give equal bytes.
  /// - Parameters:
  ///   - path: The file to write.
  ///   - replaceExisting: Whether a file of that name may be replaced.
  /// - Throws: ``FileError`` if the file cannot be created or written, a name stands twice, a shape does not fit its
  ///   values, or a value is not finite; a file at `path` then stays as it was.
  public func write(to path: String, replaceExisting: Bool) throws {
    try Self.write(SafetensorsEncoding(self, path: path), to: path, replaceExisting: replaceExisting)
  }

  /// The same for tensors that are read one at a time, twice each.
  public static func write(
    _ tensors: [SafetensorsSource], metadata: [String: String], to path: String, replaceExisting: Bool
  ) throws {
    try write(SafetensorsEncoding(metadata: metadata, tensors, path: path), to: path, replaceExisting: replaceExisting)
  }

  /// Writes the same file, but for its name: see ``PendingFile/prepared(_:body:)``.
  package static func prepare(
    _ tensors: [SafetensorsSource], metadata: [String: String], at path: String
  ) throws -> PendingFile {
    let encoding = try SafetensorsEncoding(metadata: metadata, tensors, path: path)
    return try PendingFile.prepared(path) { output in try encoding.forEachChunk { try output.write($0) } }
  }

  private static func write(_ encoding: SafetensorsEncoding, to path: String, replaceExisting: Bool) throws {
    try AtomicFile.write(to: path, replaceExisting: replaceExisting) { output in
      try encoding.forEachChunk { try output.write($0) }
    }
  }
}
