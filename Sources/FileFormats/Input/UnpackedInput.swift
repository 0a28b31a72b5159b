/// A file that is read as it is, or decompressed if it is a gzip file, whatever its name.
struct UnpackedInput {
  /// The file itself.
  let file: InputFile
  /// What is to be read.
  let source: any ByteSource
  /// Whether the file is compressed.
  let isCompressed: Bool

  /// Opens `path`.
  /// - Throws: ``FileError``.
  init(path: String) throws {
    file = try InputFile(path: path)
    isCompressed = try file.readBytes(InflatedInput.gzipMagic.count) == InflatedInput.gzipMagic
    try file.rewind()
    source = isCompressed ? try InflatedInput(file, .gzip, path: path) : file
  }

  /// The most bytes that there can be to read.
  var maximumSize: Int {
    guard isCompressed else { return file.size }
    let (size, overflows) = file.size.multipliedReportingOverflow(by: InflatedInput.maximumExpansion)
    return overflows ? .max : size
  }
}
