import CommandLineKit

/// A format that images are written in.
enum ImageFormat: String, CaseIterable, ArgumentValue {
  case pgm
  case ppm
  case png
  case gif
  case idx
  case compressedIDX = "idx.gz"
  case npy
  case npz

  /// Whether the images stand one after the other, and not side by side on a picture.
  var holdsSingleImages: Bool { [.idx, .compressedIDX, .npy, .npz].contains(self) }

  /// Other endings that tell what kind of file a name promises.
  private static let otherEndings = [
    "jpg", "jpeg", "bmp", "tif", "tiff", "webp", "avif", "heic", "pbm", "pam", "svg", "pdf", "mp4", "webm",
  ]

  /// The ending of a name that promises a file of a kind; `nil` if it promises nothing.
  static func promisedEnding(_ path: String) -> String? {
    let name = path.lowercased()
    return (allCases.reversed().map(\.rawValue) + otherEndings).first { name.hasSuffix(".\($0)") }
  }

  /// The endings of all formats, for messages.
  static let endings = allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")

  /// The format that a file's name ends with.
  init?(path: String) {
    let name = path.lowercased()
    guard let format = Self.allCases.reversed().first(where: { name.hasSuffix(".\($0.rawValue)") }) else { return nil }
    self = format
  }
}
