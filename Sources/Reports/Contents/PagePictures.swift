import FileFormats
import Foundation
import Runs

/// How pictures come onto a page.
enum PagePictures {
  /// As bytes within the page, which so needs nothing beside itself; no more of them than so many bytes a run.
  case embedded(maximumByteCount: Int)
  /// As addresses that a server answers.
  case addressed

  /// The most pictures of a run on one page.
  static let maximumCount = 200
  /// The largest picture.
  private static let maximumSize = 1 << 24

  /// The bytes of a file if it is a picture.
  static func bytes(of path: String) -> [UInt8]? {
    guard let bytes = try? WholeFile.read(path: path, maximumSize: maximumSize), isPicture(bytes) else { return nil }
    return bytes
  }

  private static func isPicture(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  }

  /// The bytes as an address of their own.
  static func address(_ bytes: [UInt8]) -> String {
    "data:image/png;base64,\(Data(bytes).base64EncodedString())"
  }
}
