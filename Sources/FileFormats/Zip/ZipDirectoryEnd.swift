/// What stands at the end of a ZIP archive, and says where its directory is (PKWARE, APPNOTE.TXT, sections 4.3.14 to
/// 4.3.16).
struct ZipDirectoryEnd {
  /// Members in the directory.
  let memberCount: Int
  /// Bytes of the directory.
  let directorySize: Int
  /// Where the directory begins.
  let directoryOffset: Int

  static let signature: [UInt8] = [0x50, 0x4B, 5, 6]
  /// Bytes of the record without the comment behind it.
  static let length = 22
  static let wideSignature: [UInt8] = [0x50, 0x4B, 6, 6]
  static let wideLength = 56
  static let locatorSignature: [UInt8] = [0x50, 0x4B, 6, 7]
  static let locatorLength = 20

  private static let maximumCommentLength = 0xFFFF

  /// Finds the record in an open file.
  /// - Throws: ``FileError`` if there is none, or it cannot be right.
  init(_ file: InputFile) throws {
    func fault(_ reason: String) -> FileError { FileError(.badData, path: file.path, reason: reason) }
    let tailSize = min(file.size, Self.length + Self.maximumCommentLength + Self.locatorLength)
    try file.seek(to: file.size - tailSize)
    let tail = try file.readBytes(tailSize)
    guard tail.count == tailSize, let place = Self.findRecord(in: tail) else {
      throw fault("the ZIP archive has no directory at its end; it may be an incomplete download")
    }
    var count = tail.littleEndian(at: place + 10)
    var size = tail.littleEndian(at: place + 12, size: 4)
    var offset = tail.littleEndian(at: place + 16, size: 4)
    let locator = place - Self.locatorLength
    if locator >= 0, tail[locator...].starts(with: Self.locatorSignature) {
      let start = tail.littleEndian(at: locator + 8, size: 8)
      guard start >= 0, start <= file.size - Self.wideLength else {
        throw fault("the ZIP archive is damaged at its end")
      }
      try file.seek(to: start)
      let record = try file.readBytes(Self.wideLength)
      guard record.count == Self.wideLength, record.starts(with: Self.wideSignature) else {
        throw fault("the ZIP archive is damaged at its end")
      }
      count = record.littleEndian(at: 32, size: 8)
      size = record.littleEndian(at: 40, size: 8)
      offset = record.littleEndian(at: 48, size: 8)
    }
    guard size >= 0, offset >= 0, size <= file.size, offset <= file.size - size else {
      throw fault("the directory of the ZIP archive lies beyond its end; it may be an incomplete download")
    }
    memberCount = count
    directorySize = size
    directoryOffset = offset
  }

  /// The last place at which a record begins whose comment reaches to the end.
  private static func findRecord(in tail: [UInt8]) -> Int? {
    var place = tail.count - length
    while place >= 0 {
      if tail[place] == signature[0], tail[place...].starts(with: signature),
        place + length + tail.littleEndian(at: place + 20) == tail.count
      {
        return place
      }
      place -= 1
    }
    return nil
  }
}
