/// What bounds the memory and the work of reading a JPEG file, before either is spent.
enum JPEGLimits {
  /// The largest file: four bytes for each pixel of the largest picture.
  static let maximumFileSize = 1 << 28

  /// Samples of the picture that all scans go through: sixteen times the pixels of the largest picture. libjpeg's
  /// progressive files take fourteen with three components in full, and eight as cameras save them.
  static let maximumWork = 16 * ImageFile.maximumPixelCount

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
