import Foundation
import TestSupport

/// What the header of a PNG file says, read without any of the code under test (ISO/IEC 15948, 5.2 and 11.2.2).
struct PNGHeader: Equatable {
  var width: Int
  var height: Int
  var channels: Int

  /// The file has no signature or no header.
  struct FormatError: Error {}

  init(width: Int, height: Int, channels: Int) {
    self.width = width
    self.height = height
    self.channels = channels
  }

  init(_ file: Data) throws {
    let bytes = [UInt8](file)
    let start: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    let end: [UInt8] = [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
    guard bytes.count > 45, bytes.starts(with: start), bytes.suffix(end.count) == end[...], bytes[24] == 8 else {
      throw FormatError()
    }
    width = bytes[16..<20].reduce(0) { $0 << 8 | Int($1) }
    height = bytes[20..<24].reduce(0) { $0 << 8 | Int($1) }
    channels = bytes[25] == 0 ? 1 : 3
  }
}
