/// A ZIP archive that is open for reading, its directory checked (PKWARE, APPNOTE.TXT).
struct ZipArchive {
  /// The members in the directory's order.
  let members: [ZipMember]

  private let file: InputFile

  /// How an archive with members begins.
  static let signature = ZipMember.localSignature
  /// The largest directory that is read: some 200,000 members.
  private static let maximumDirectorySize = 1 << 24

  /// Opens `path` and reads its directory.
  /// - Throws: ``FileError`` if the file cannot be read or is no sound archive.
  init(path: String) throws {
    file = try InputFile(path: path)
    let end = try ZipDirectoryEnd(file)
    guard end.directorySize <= Self.maximumDirectorySize else {
      throw FileError(
        .badData, path: path,
        reason: "the directory of the ZIP archive has \(end.directorySize) bytes, more than "
          + "\(Self.maximumDirectorySize)")
    }
    try file.seek(to: end.directoryOffset)
    let directory = try file.readBytes(end.directorySize)
    var place = 0
    var members: [ZipMember] = []
    while place < directory.count { members.append(try ZipMember(directory, at: &place, path: path)) }
    guard members.count == end.memberCount, directory.count == end.directorySize else {
      throw FileError(
        .badData, path: path,
        reason:
          "the directory of the ZIP archive has \(counted(members.count, "member")) where \(end.memberCount) are announced"
      )
    }
    self.members = members
  }

  /// The contents of a member, checked against its checksum as their end is read. One member is to be read at a time.
  /// - Throws: ``FileError`` if the member cannot be read.
  func open(_ member: ZipMember) throws -> any ByteSource {
    let name = path(of: member)
    func fault(_ reason: String) -> FileError { FileError(.badData, path: name, reason: reason) }
    if member.isEncrypted { throw fault("this member of the archive is encrypted; unpack it with its password first") }
    guard [ZipMember.stored, ZipMember.deflated].contains(member.method) else {
      throw fault(
        "this member of the archive is compressed in a way that cannot be read (method \(member.method)); pack it "
          + "anew, for instance with 'zip'")
    }
    guard member.offset <= file.size - ZipMember.localHeaderLength else {
      throw fault("this member would begin beyond the end of the archive")
    }
    try file.seek(to: member.offset)
    let header = try file.readBytes(ZipMember.localHeaderLength)
    guard header.count == ZipMember.localHeaderLength, header.starts(with: ZipMember.localSignature) else {
      throw fault("this member does not begin where the archive's directory says")
    }
    let start = file.position + header.littleEndian(at: 26) + header.littleEndian(at: 28)
    guard start <= file.size, member.compressedSize <= file.size - start else {
      throw fault("this member ends beyond the end of the archive; it may be an incomplete download")
    }
    let isPossible =
      member.method == ZipMember.stored
      ? member.size == member.compressedSize : member.size / InflatedInput.maximumExpansion <= member.compressedSize
    guard isPossible else {
      throw fault("this member cannot become \(member.size) bytes from \(member.compressedSize)")
    }
    try file.seek(to: start)
    let packed = BoundedInput(file, count: member.compressedSize)
    let contents =
      member.method == ZipMember.stored ? packed : try InflatedInput(packed, .raw, path: name) as any ByteSource
    return ZipMemberInput(contents, size: member.size, checksum: member.checksum, path: name)
  }

  /// What errors call a member.
  func path(of member: ZipMember) -> String { "\(file.path)/\(member.name.excerpt)" }
}

/// The contents of a member, which must have the announced size and checksum.
private final class ZipMemberInput: ByteSource {
  private let source: any ByteSource
  private let checksum: UInt32
  private let path: String
  private var remaining: Int
  private var found = CRC32()
  private var isChecked = false

  init(_ source: any ByteSource, size: Int, checksum: UInt32, path: String) {
    self.source = source
    self.checksum = checksum
    self.path = path
    remaining = size
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let part = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(remaining))
    let count = try source.read(into: part)
    guard count == part.count else { throw fault("it ends \(remaining - count) bytes early") }
    found.update(UnsafeRawBufferPointer(part))
    remaining -= count
    if remaining == 0, !isChecked {
      isChecked = true
      guard found.value == checksum else { throw fault("its checksum is wrong") }
      guard try source.readBytes(1).isEmpty else { throw fault("it has more bytes than are announced") }
    }
    return count
  }

  private func fault(_ reason: String) -> FileError {
    FileError(.badData, path: path, reason: "this member of the archive is damaged: \(reason)")
  }
}
