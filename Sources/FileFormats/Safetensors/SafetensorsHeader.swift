/// The header of a safetensors file, taken apart and checked.
struct SafetensorsHeader {
  /// What the header says of one tensor.
  struct Entry {
    let name: String
    let elementType: SafetensorsElementType
    let shape: [Int]
    /// Number of values: the product of the shape.
    let count: Int
    /// Where the values begin and end, in bytes from the end of the header.
    let begin: Int
    let end: Int
  }

  /// The strings under `__metadata__`.
  let metadata: [String: String]
  /// The tensors in the order of their places, which follow each other without a gap and fill the file.
  let entries: [Entry]

  private static let entryKeys: Set = ["dtype", "shape", "data_offsets"]

  /// Takes a header apart.
  /// - Parameters:
  ///   - bytes: The header without the number before it.
  ///   - dataSize: Bytes of the file after the header.
  ///   - path: The file, for errors.
  /// - Throws: ``FileError`` if the header is not sound or does not describe exactly `dataSize` bytes.
  init(_ bytes: [UInt8], dataSize: Int, path: String) throws {
    guard bytes.first == UInt8(ascii: "{") else {
      throw FileError(
        .badData, path: path, byteOffset: SafetensorsFile.prefixLength, reason: "the header must begin with '{'")
    }
    var members: [String: JSONValue]
    do {
      members = try JSONValue(parsing: bytes).object ?? [:]
    } catch {
      throw FileError(
        .badData, path: path, byteOffset: SafetensorsFile.prefixLength + error.offset,
        reason: "the header is not sound JSON: \(error.reason)")
    }
    metadata = try SafetensorsHeader.metadata(members.removeValue(forKey: SafetensorsFile.metadataKey), path: path)
    entries = try members.map { try Entry(name: $0.key, $0.value, path: path) }
      .sorted { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }
    try requireTiling(dataSize: dataSize, path: path)
  }

  private static func metadata(_ value: JSONValue?, path: String) throws -> [String: String] {
    guard let value else { return [:] }
    guard let members = value.object else {
      throw FileError(.badData, path: path, reason: "\(SafetensorsFile.metadataKey) in the header must be an object")
    }
    return try Dictionary(
      uniqueKeysWithValues: members.map { key, value in
        guard let text = value.string else {
          throw FileError(.badData, path: path, reason: "the metadata '\(key.excerpt)' must be a string")
        }
        return (key, text)
      })
  }

  /// Checks that each tensor begins where the one before ends, and the file ends with the last.
  private func requireTiling(dataSize: Int, path: String) throws {
    var end = 0
    for entry in entries {
      guard entry.begin == end else {
        throw FileError(
          .badData, path: path,
          reason:
            "tensor '\(entry.name.excerpt)' begins at byte \(entry.begin) of the data, but the tensor before it "
            + "ends at \(end)"
        )
      }
      end = entry.end
    }
    guard end == dataSize else {
      throw FileError(
        .badData, path: path,
        reason: "the tensors have \(bytesText(end)) together, but the header is followed by \(bytesText(dataSize))")
    }
  }
}

extension SafetensorsHeader.Entry {
  /// Reads and checks the description of one tensor.
  fileprivate init(name: String, _ value: JSONValue, path: String) throws {
    func fault(_ reason: String) -> FileError {
      FileError(.badData, path: path, reason: "tensor '\(name.excerpt)' \(reason)")
    }
    func text(_ key: String) -> String { value[key]?.text.excerpt ?? "null" }
    guard let members = value.object, Set(members.keys) == SafetensorsHeader.entryKeys else {
      throw fault("must be described by 'dtype', 'shape' and 'data_offsets' and nothing else")
    }
    guard let elementType = value["dtype"]?.string.flatMap(SafetensorsElementType.init) else {
      throw fault("has the type \(text("dtype")), but only F32 and I64 can be used")
    }
    guard let shape = value["shape"]?.array?.integers, let count = shape.checkedProduct(),
      case (let size, false) = count.multipliedReportingOverflow(by: elementType.size)
    else {
      throw fault("has an impossible shape, \(text("shape"))")
    }
    guard let offsets = value["data_offsets"]?.array?.integers, offsets.count == 2, 0 <= offsets[0],
      offsets[0] <= offsets[1]
    else {
      throw fault("has impossible data_offsets, \(text("data_offsets"))")
    }
    guard offsets[1] - offsets[0] == size else {
      throw fault("takes \(bytesText(offsets[1] - offsets[0])), but its shape \(text("shape")) needs \(size)")
    }
    self.init(
      name: name, elementType: elementType, shape: shape, count: count, begin: offsets[0], end: offsets[1])
  }
}

extension [JSONValue] {
  /// The elements as integers, or `nil` if one is something else.
  fileprivate var integers: [Int]? {
    let integers = compactMap(\.integer)
    return integers.count == count ? integers : nil
  }
}
