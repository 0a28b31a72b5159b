/// A file of several arrays with names, as `numpy.savez` writes them: a ZIP archive of NPY files.
public struct NPZFile {
  /// What the file says of one array.
  public struct Entry: Equatable, Sendable {
    /// The name, without `.npy`.
    public let name: String
    /// The type of the numbers.
    public let type: NumberType
    /// The lengths of the dimensions.
    public let shape: [Int]
  }

  /// The file, as the caller named it.
  public let path: String
  /// The arrays, in the order of the file.
  public let entries: [Entry]
  /// Members that are no arrays of numbers, and why they cannot be read.
  public let others: [(name: String, reason: FileError)]

  /// Whether the arrays are what `dcgan export --npz` writes, by their names.
  public var holdsNetworks: Bool {
    entries.allSatisfy { $0.name.hasPrefix("generator.") || $0.name.hasPrefix("discriminator.") }
  }

  private let archive: ZipArchive
  private static let ending = ".npy"
  /// More arrays than this are no data set; each takes a look into the file.
  private static let maximumCount = 1000

  /// Opens a file and reads the headers of its arrays.
  /// - Throws: ``FileError`` if the file cannot be read, is no ZIP archive or holds no array.
  public init(path: String) throws {
    self.path = path
    archive = try ZipArchive(path: path)
    guard archive.members.count <= Self.maximumCount else {
      throw FileError(
        .badData, path: path,
        reason: "this ZIP archive has \(archive.members.count) members, more than NPZ files of arrays have")
    }
    var entries: [Entry] = []
    var others: [(name: String, reason: FileError)] = []
    for member in archive.members where member.name.hasSuffix(Self.ending) {
      let name = String(member.name.dropLast(Self.ending.count))
      do {
        let header = try Self.reader(of: member, archive).header
        entries.append(Entry(name: name, type: header.type, shape: header.shape))
      } catch let error as FileError {
        others.append((name, error))
      }
    }
    self.entries = entries
    self.others = others
    guard !entries.isEmpty else {
      throw others.first?.reason
        ?? FileError(
          .badData, path: path,
          reason: "this ZIP archive holds no arrays (members whose names end in .npy), and is no NPZ file")
    }
  }

  /// Reads an array.
  /// - Parameters:
  ///   - entry: One of ``entries``.
  ///   - limit: How many places of the first dimension to read at most; all of them if `nil`.
  /// - Returns: Its numbers.
  /// - Throws: ``FileError`` if it is damaged.
  public func read(_ entry: Entry, limit: Int? = nil) throws -> NumberArray {
    guard let member = archive.members.first(where: { $0.name == entry.name + Self.ending }) else {
      throw FileError(.badData, path: path, reason: "it holds no array '\(entry.name.excerpt)'")
    }
    return try Self.reader(of: member, archive).read(limit: limit)
  }

  private static func reader(of member: ZipMember, _ archive: ZipArchive) throws -> NPYReader {
    try NPYReader(try archive.open(member), sizes: member.size...member.size, path: archive.path(of: member))
  }

  /// Writes arrays under their names, which must differ from each other.
  /// - Parameters:
  ///   - arrays: The arrays with their names, without `.npy`.
  ///   - path: The file to write.
  ///   - compressed: Whether the arrays are compressed, as by `numpy.savez_compressed`.
  ///   - replaceExisting: Whether a file of that name may be replaced.
  /// - Throws: ``FileError`` if the file cannot be written.
  public static func write(
    _ arrays: [(name: String, array: NumberArray)], to path: String, compressed: Bool = false,
    replaceExisting: Bool = true
  ) throws {
    precondition(Set(arrays.map(\.name)).count == arrays.count, "Each array has a name of its own.")
    try AtomicFile.write(to: path, replaceExisting: replaceExisting) { output in
      var writer = ZipWriter(output, path: path)
      for (name, array) in arrays {
        try writer.add(name + ending, [NPYHeader.encoded(array), array.bytes], compressed: compressed)
      }
      try writer.finish()
    }
  }
}
