/// What bounds the memory and the work of reading a JPEG file, before either is spent.
enum JPEGLimits {
  /// The largest file: four times the largest picture's samples, with much besides.
  static let maximumFileSize = 1 << 28

  /// Samples of the picture that all scans go through: sixty-four times the pixels of the largest picture. Encoders
  /// make up to some ten scans for each component.
  static let maximumWork = 64 * ImageFile.maximumPixelCount

  /// What a scan counts at least, for the tables that are made ready for it.
  static let leastWorkOfScan = 1 << 16

  /// Refuses a picture of which the file cannot hold every block: each takes a bit at least.
  static func checkMemory(_ frame: JPEGFrame, fileSize: Int, _ segments: JPEGSegments) throws {
    guard frame.encodedBlocks / 8 <= fileSize else {
      throw segments.fault(
        "the header announces \(frame.width) x \(frame.height) pixels, more than \(bytesText(fileSize)) can hold")
    }
  }
}
