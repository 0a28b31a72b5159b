/// Writes a ZIP archive member by member. The same contents always give the same bytes: no member gets a time.
struct ZipWriter {
  private let output: OutputFile
  private let path: String
  private let wideFrom: Int
  private var position = 0
  private var directory: [UInt8] = []
  private var memberCount = 0

  /// What archives of 1993 need at least, and those with numbers of 64 bits.
  private static let (version, wideVersion) = (20, 45)
  /// The first of January 1980, where the format's time begins.
  private static let date = 0x21
  /// That the names are in UTF-8.
  private static let flags = 0x800

  /// Writes to a file.
  /// - Parameters:
  ///   - output: The file.
  ///   - path: What errors call it.
  ///   - wideFrom: The least number that does not fit its 32 bits; another one only in tests.
  init(_ output: OutputFile, path: String, wideFrom: Int = ZipMember.elsewhere) {
    self.output = output
    self.path = path
    self.wideFrom = wideFrom
  }

  /// Writes a member.
  /// - Parameters:
  ///   - name: Its name, of at most 65,535 bytes.
  ///   - parts: Its contents in pieces.
  ///   - compressed: Whether they are compressed.
  /// - Throws: ``FileError``.
  mutating func add(_ name: String, _ parts: [[UInt8]], compressed: Bool) throws {
    var checksum = CRC32()
    for part in parts { checksum.update(part.span.bytes) }
    let packed = compressed ? [try deflated(parts)] : parts
    let size = parts.reduce(0) { $0 + $1.count }
    let packedSize = packed.reduce(0) { $0 + $1.count }
    let isWide = size >= wideFrom || packedSize >= wideFrom || position >= wideFrom

    var common: [UInt8] = []
    for field in [
      isWide ? Self.wideVersion : Self.version, Self.flags, compressed ? ZipMember.deflated : 0, 0, Self.date,
    ] {
      common.appendLittleEndian(field)
    }
    common.appendLittleEndian(Int(checksum.value), size: 4)
    common.appendLittleEndian(isWide ? ZipMember.elsewhere : packedSize, size: 4)
    common.appendLittleEndian(isWide ? ZipMember.elsewhere : size, size: 4)
    common.appendLittleEndian(name.utf8.count)

    var header = ZipMember.localSignature + common
    let sizes = isWide ? Self.extra([size, packedSize]) : []
    header.appendLittleEndian(sizes.count)
    header += Array(name.utf8) + sizes

    directory += ZipMember.signature
    directory.appendLittleEndian(Self.wideVersion)
    directory += common
    let numbers = isWide ? Self.extra([size, packedSize, position]) : []
    directory.appendLittleEndian(numbers.count)
    directory += [UInt8](repeating: 0, count: 10)
    directory.appendLittleEndian(isWide ? ZipMember.elsewhere : position, size: 4)
    directory += Array(name.utf8) + numbers
    memberCount += 1

    try write(header)
    for part in packed { try write(part) }
  }

  /// Writes the directory, which ends the archive.
  /// - Throws: ``FileError``.
  mutating func finish() throws {
    let start = position
    try write(directory)
    let isWide = start >= wideFrom || directory.count >= wideFrom || memberCount >= 0xFFFF
    var end: [UInt8] = []
    if isWide { end += wideEnd(directoryOffset: start) }
    end += ZipDirectoryEnd.signature + [0, 0, 0, 0]
    for _ in 0..<2 { end.appendLittleEndian(isWide ? 0xFFFF : memberCount) }
    for number in [directory.count, start] {
      end.appendLittleEndian(isWide ? ZipMember.elsewhere : number, size: 4)
    }
    end.appendLittleEndian(0)
    try write(end)
  }

  /// The record with numbers of 64 bits, and the one that says where it is.
  private func wideEnd(directoryOffset: Int) -> [UInt8] {
    var end = ZipDirectoryEnd.wideSignature
    end.appendLittleEndian(ZipDirectoryEnd.wideLength - 12, size: 8)
    for _ in 0..<2 { end.appendLittleEndian(Self.wideVersion) }
    end.appendLittleEndian(0, size: 8)
    for number in [memberCount, memberCount, directory.count, directoryOffset] {
      end.appendLittleEndian(number, size: 8)
    }
    end += ZipDirectoryEnd.locatorSignature
    end.appendLittleEndian(0, size: 4)
    end.appendLittleEndian(position, size: 8)
    end.appendLittleEndian(1, size: 4)
    return end
  }

  private static func extra(_ numbers: [Int]) -> [UInt8] {
    var field: [UInt8] = []
    field.appendLittleEndian(ZipMember.wideField)
    field.appendLittleEndian(8 * numbers.count)
    for number in numbers { field.appendLittleEndian(number, size: 8) }
    return field
  }

  private func deflated(_ parts: [[UInt8]]) throws -> [UInt8] {
    let deflater = try Deflater(.raw, path: path)
    for part in parts { try deflater.write(part.span.bytes) }
    return try deflater.finish()
  }

  private mutating func write(_ bytes: [UInt8]) throws {
    try output.write(bytes.span.bytes)
    position += bytes.count
  }
}
