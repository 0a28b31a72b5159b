/// One file in a ZIP archive, as the archive's directory describes it (PKWARE, APPNOTE.TXT, section 4.3.12).
struct ZipMember: Equatable {
  /// The name, with slashes between directories.
  let name: String
  /// How the contents are compressed; see ``stored`` and ``deflated``.
  let method: Int
  /// Whether a password is needed.
  let isEncrypted: Bool
  /// CRC-32 of the contents.
  let checksum: UInt32
  /// Bytes in the archive.
  let compressedSize: Int
  /// Bytes of the contents.
  let size: Int
  /// Where the member's own header begins.
  let offset: Int

  /// The method of contents that stand there as they are.
  static let stored = 0
  /// The method of contents that are a bare stream of DEFLATE.
  static let deflated = 8

  /// How a member's own header begins.
  static let localSignature: [UInt8] = [0x50, 0x4B, 3, 4]
  /// How a member's description in the directory begins.
  static let signature: [UInt8] = [0x50, 0x4B, 1, 2]
  /// Bytes of a member's own header without its name.
  static let localHeaderLength = 30
  /// Bytes of a description without its name, its extra field and its comment.
  static let headerLength = 46
  /// What stands in a field of 32 bits whose value is in the extra field instead.
  static let elsewhere = 0xFFFF_FFFF
  /// The key of the extra field of numbers of 64 bits.
  static let wideField = 1
}

extension ZipMember {
  /// Takes a description apart that begins at a place of the directory, and moves the place behind it.
  /// - Throws: ``FileError`` if it is damaged.
  init(_ directory: [UInt8], at place: inout Int, path: String) throws {
    let damage = FileError(.badData, path: path, reason: "the directory of the ZIP archive is damaged")
    guard directory.count - place >= Self.headerLength, directory[place...].starts(with: Self.signature) else {
      throw damage
    }
    func field(_ offset: Int, _ size: Int = 2) -> Int { directory.littleEndian(at: place + offset, size: size) }
    let nameEnd = place + Self.headerLength + field(28)
    let extraEnd = nameEnd + field(30)
    let end = extraEnd + field(32)
    guard end <= directory.count else { throw damage }
    name = String(decoding: directory[place + Self.headerLength..<nameEnd], as: UTF8.self)
    isEncrypted = field(8) & 1 != 0
    method = field(10)
    checksum = UInt32(truncatingIfNeeded: field(16, 4))
    var wide = Self.wideNumbers(directory[nameEnd..<extraEnd])[...]
    func number(_ offset: Int) throws -> Int {
      let number = field(offset, 4)
      if number != Self.elsewhere { return number }
      guard let number = wide.popFirst(), number >= 0 else { throw damage }
      return number
    }
    size = try number(24)
    compressedSize = try number(20)
    offset = try number(42)
    place = end
  }

  /// The numbers of 64 bits in an extra field; none if it has none.
  private static func wideNumbers(_ extra: ArraySlice<UInt8>) -> [Int] {
    let bytes = Array(extra)
    var place = 0
    while bytes.count - place >= 4 {
      let (key, length) = (bytes.littleEndian(at: place), bytes.littleEndian(at: place + 2))
      place += 4
      if length > bytes.count - place { break }
      if key == wideField {
        return stride(from: place, through: place + length - 8, by: 8).map { bytes.littleEndian(at: $0, size: 8) }
      }
      place += length
    }
    return []
  }
}
