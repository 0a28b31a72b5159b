/// The bytes of a safetensors file, ready to be written: the header, then the tensors' own memory, never joined.
struct SafetensorsEncoding {
  /// The length, the header and its padding.
  let header: [UInt8]
  /// The tensors in the order of the file.
  let tensors: [SafetensorsTensor]

  /// Lays the file out and computes its checksum.
  /// - Throws: ``FileError`` if the reader would refuse the file; `path` is the file that the error speaks of.
  init(_ file: SafetensorsFile, path: String) throws {
    tensors = file.tensors.sorted(by: SafetensorsEncoding.standsBefore)
    try SafetensorsEncoding.validate(tensors, path: path)

    var metadata = file.metadata
    metadata[SafetensorsFile.checksumKey] = SafetensorsFile.blankChecksum
    var (text, checksumOffset) = SafetensorsEncoding.metadataText(metadata)
    SafetensorsEncoding.append(tensors, to: &text)
    text += String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
    guard text.utf8.count <= SafetensorsFile.greatestHeaderLength else {
      throw FileError(
        .cannotCreate, path: path,
        reason: "the header would have \(text.utf8.count) bytes, more than \(SafetensorsFile.greatestHeaderLength)")
    }

    var header = withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Array($0) }
    header += text.utf8
    var checksum = CRC32()
    checksum.update(header.span.bytes)
    for tensor in tensors { tensor.data.withBytes { checksum.update($0) } }
    let start = SafetensorsFile.prefixLength + checksumOffset
    header.replaceSubrange(start..<start + SafetensorsFile.blankChecksum.utf8.count, with: checksum.hexadecimal.utf8)
    self.header = header
  }

  /// Calls `body` with the pieces of the file, one after the other.
  func forEachChunk(_ body: (RawSpan) throws -> Void) rethrows {
    try body(header.span.bytes)
    for tensor in tensors { try tensor.data.withBytes(body) }
  }

  /// The order of the reference implementation: wider types first, so that all values are aligned, then by name.
  private static func standsBefore(_ left: SafetensorsTensor, _ right: SafetensorsTensor) -> Bool {
    let (leftSize, rightSize) = (left.data.elementType.size, right.data.elementType.size)
    return leftSize == rightSize ? left.name.isOrderedBeforeByBytes(right.name) : leftSize > rightSize
  }

  private static func validate(_ tensors: [SafetensorsTensor], path: String) throws {
    var names: Set = [SafetensorsFile.metadataKey]
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else {
        throw FileError(
          .cannotCreate, path: path, reason: "two tensors cannot both have the name '\(tensor.name.excerpt)'")
      }
      guard tensor.shape.checkedProduct() == tensor.data.count else {
        throw FileError(
          .cannotCreate, path: path,
          reason: "tensor '\(tensor.name.excerpt)' of shape \(tensor.shape) cannot have \(tensor.data.count) values")
      }
      if let index = tensor.data.firstNonFiniteIndex {
        throw FileError(
          .badData, path: path,
          reason:
            "tensor '\(tensor.name.excerpt)' is not written, because its value \(index) is infinite or not a number")
      }
    }
  }

  /// The beginning of the header up to the end of the metadata, and the place of the checksum's first digit in it.
  private static func metadataText(_ metadata: [String: String]) -> (text: String, checksumOffset: Int) {
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

  private static func append(_ tensors: [SafetensorsTensor], to text: inout String) {
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.data.count * tensor.data.elementType.size
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      text += ",\(JSONValue.string(tensor.name).text):{\"dtype\":\"\(tensor.data.elementType.rawValue)\""
      text += ",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
      offset = end
    }
    text += "}"
  }
}

extension SafetensorsFile {
  /// Writes the file, with its checksum, so that `path` holds the old contents or the new ones in full. Equal contents
  /// give equal bytes; memory for a second copy of the tensors is not needed.
  /// - Parameters:
  ///   - path: The file to write.
  ///   - replaceExisting: Whether a file of that name may be replaced.
  /// - Throws: ``FileError`` if the file cannot be created or written, a name stands twice, a shape does not fit its values,
  ///   or a value is not finite; a file at `path` then stays as it was.
  public func write(to path: String, replaceExisting: Bool) throws {
    let encoding = try SafetensorsEncoding(self, path: path)
    try AtomicFile.write(to: path, replaceExisting: replaceExisting) { output in
      try encoding.forEachChunk { try output.write($0) }
    }
  }
}
