/// Pictures of 16 bits whose values would fit fewer: cameras and scanners of 10, 12 or 14 bits often store them as they
/// are, and then they are nearly black.
public struct DeepPictures: Equatable, Sendable {
  /// How many pictures looked like that.
  public private(set) var count = 0
  private var brightest: UInt8 = 0

  /// The greatest level in 8 bits of a picture whose values fit 14 of 16 bits.
  private static let greatestLevel: UInt8 = 64

  mutating func look(at image: RasterImage, path: String) {
    guard let level = image.pixels.max(), level > 0, level <= Self.greatestLevel, Self.isDeep(path) else {
      return
    }
    count += 1
    brightest = max(brightest, level)
  }

  /// Whether a picture that was read has more than 8 bits a value.
  private static func isDeep(_ path: String) -> Bool {
    guard let start = try? WholeFile.start(path: path, count: 64) else { return false }
    // Behind the signature and the chunk's length and name come width, height and the depth.
    if start.starts(with: PNG.signature) { return start.count > 24 && start[24] == 16 }
    guard PortableAnyMapReader.Format(magic: start) != nil else { return false }
    // Comments go from a number sign to the end of the line.
    let lines = String(decoding: start, as: UTF8.self).split(separator: "\n").map { $0.prefix { $0 != "#" } }
    let words = lines.joined(separator: " ").split(whereSeparator: \.isWhitespace)
    return words.count > 3 && (Int(words[3]) ?? 0) > 255
  }

  /// The least usual number of bits that all values fit.
  public var bits: Int { brightest <= 4 ? 10 : brightest <= 16 ? 12 : 14 }
}
