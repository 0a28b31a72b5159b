/// Animated pictures in the Graphics Interchange Format (GIF89a), which every browser plays.
///
/// A GIF shows at most 256 colours: see `GIFPalette`.
public enum GIF {
  /// The longest time that a frame can be shown, in hundredths of a second.
  public static let maximumDelay = Int(UInt16.max)
  /// The greatest width and height.
  public static let maximumSide = Int(UInt16.max)

  private static let bitsOfPixel: UInt8 = 8
  private static let extensionIntroducer: UInt8 = 0x21
  private static let graphicControlLabel: UInt8 = 0xF9
  private static let applicationLabel: UInt8 = 0xFF
  private static let imageSeparator: UInt8 = 0x2C
  private static let trailer: UInt8 = 0x3B

  /// The bytes of an animation that repeats for ever, or of a single picture.
  /// - Parameters:
  ///   - frames: At least one picture, all of one size and number of channels, no side longer than ``maximumSide``.
  ///   - delay: How long each frame is shown, in hundredths of a second, from 0 to ``maximumDelay``.
  /// - Returns: The whole file.
  public static func encode(_ frames: [RasterImage], delay: Int) -> [UInt8] {
    encode(frames, delays: [Int](repeating: delay, count: frames.count))
  }

  /// The bytes of an animation that repeats for ever, or of a single picture.
  /// - Parameters:
  ///   - frames: At least one picture, all of one size and number of channels, no side longer than ``maximumSide``.
  ///   - delays: How long each of them is shown, in hundredths of a second, from 0 to ``maximumDelay``.
  /// - Returns: The whole file.
  public static func encode(_ frames: [RasterImage], delays: [Int]) -> [UInt8] {
    precondition(!frames.isEmpty && frames.count == delays.count && delays.allSatisfy((0...maximumDelay).contains))
    let (width, height, channels) = (frames[0].width, frames[0].height, frames[0].channels)
    precondition(frames.allSatisfy { $0.width == width && $0.height == height && $0.channels == channels })
    precondition(max(width, height) <= maximumSide)
    let palette = GIFPalette(frames)
    var file = Array("GIF89a".utf8)
    file.appendLittleEndian(width)
    file.appendLittleEndian(height)
    // A global table of 2^(7 + 1) colours of 8 bits; background colour 0; pixels of unstated proportions.
    file += [0b1111_0111, 0, 0]
    file += palette.table
    if frames.count > 1 {
      let repeatsForEver: [UInt8] = [3, 1, 0, 0, 0]
      file += [extensionIntroducer, applicationLabel, 11] + Array("NETSCAPE2.0".utf8) + repeatsForEver
    }
    for (frame, delay) in zip(frames, delays) {
      file += [extensionIntroducer, graphicControlLabel, 4, 0]
      file.appendLittleEndian(delay)
      file += [0, 0, imageSeparator, 0, 0, 0, 0]
      file.appendLittleEndian(width)
      file.appendLittleEndian(height)
      file += [0, bitsOfPixel]
      appendBlocks(LZWEncoder.encode(palette.indices(of: frame)), to: &file)
    }
    file.append(trailer)
    return file
  }

  /// Cuts data into blocks of at most 255 bytes, each behind its length, with an empty one at the end.
  private static func appendBlocks(_ data: [UInt8], to file: inout [UInt8]) {
    for start in stride(from: 0, to: data.count, by: 255) {
      let block = data[start..<min(start + 255, data.count)]
      file.append(UInt8(block.count))
      file += block
    }
    file.append(0)
  }
}
