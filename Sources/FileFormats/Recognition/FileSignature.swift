/// How files of a kind begin.
struct FileSignature {
  let kind: FileKind
  /// Where the bytes stand.
  let place: Int
  let bytes: [UInt8]

  init(_ kind: FileKind, _ bytes: [UInt8], at place: Int = 0) {
    self.kind = kind
    self.place = place
    self.bytes = bytes
  }

  init(_ kind: FileKind, _ text: String, at place: Int = 0) { self.init(kind, Array(text.utf8), at: place) }

  func matches(_ start: [UInt8]) -> Bool { start.dropFirst(place).starts(with: bytes) }

  /// The kinds that are told by bytes at a place alone, except pictures, which ``ImageFile`` knows.
  static let all = [
    FileSignature(.npy, NPYHeader.signature),
    FileSignature(.zip, ZipArchive.signature),
    FileSignature(.zip, ZipDirectoryEnd.signature),
    FileSignature(.tar, "ustar", at: 257),
    FileSignature(.gzip, InflatedInput.gzipMagic),
    FileSignature(.bzip2, "BZh"),
    FileSignature(.xz, [0xFD] + Array("7zXZ\0".utf8)),
    FileSignature(.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
    FileSignature(.sevenZip, Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C]),
    FileSignature(.rar, "Rar!\u{1A}\u{7}"),
    FileSignature(.pdf, "%PDF-"),
    FileSignature(.hdf5, [0x89] + Array("HDF\r\n\u{1A}\n".utf8)),
    FileSignature(.matlab, "MATLAB 5.0 MAT-file"),
    FileSignature(.matlab, "MATLAB 7.3 MAT-file"),
    FileSignature(.parquet, "PAR1"),
    FileSignature(.video, [0x1A, 0x45, 0xDF, 0xA3]), FileSignature(.video, "AVI ", at: 8),
    FileSignature(.video, "ftypisom", at: 4), FileSignature(.video, "ftypmp4", at: 4),
    FileSignature(.video, "ftypiso", at: 4), FileSignature(.video, "ftypqt", at: 4),
    FileSignature(.video, "ftypM4V", at: 4),
    FileSignature(.lfsPointer, "version https://git-lfs.github.com/spec/"),
    // Protocols 2 to 5; older pickles are text.
    FileSignature(.pickle, [0x80, 2]), FileSignature(.pickle, [0x80, 3]), FileSignature(.pickle, [0x80, 4]),
    FileSignature(.pickle, [0x80, 5]),
    // The field of the version and the name of the program that wrote it, in Protocol Buffers.
    FileSignature(.onnx, Array("pytorch".utf8), at: 4), FileSignature(.onnx, Array("onnx".utf8), at: 4),
  ]
}
