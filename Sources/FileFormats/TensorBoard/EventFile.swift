/// A file of ``TensorBoardEvent``s.
public enum EventFile {
  /// The bytes of a file up to the first record that tells of a step beyond `step`, that is torn, or that this module
  /// has not written; 0 if there is no file.
  ///
  /// - Throws: ``FileError`` if the file cannot be read.
  public static func size(path: String, until step: Int) throws -> Int {
    guard let status = FileStatus.following(path), status.size > 0 else { return 0 }
    let file = try InputFile(path: path)
    var end = 0
    while let size = TFRecord.dataSize(header: try file.readBytes(TFRecord.headerSize)),
      size <= file.size - end - TFRecord.frameSize,
      let recorded = TensorBoardEvent.step(start: try file.readBytes(min(size, TensorBoardEvent.stepEnd))),
      recorded <= step
    {
      end += size + TFRecord.frameSize
      try file.seek(to: end)
    }
    return end
  }
}
