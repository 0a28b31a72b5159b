/// Animated pictures in the Graphics Interchange Format (GIF89a), which every browser plays.
///
/// A GIF shows at most 256 colours. Grey pictures have their 256 greys, so nothing is lost. Pictures in colour share a
/// fixed palette of 6 reds, 6 greens and 6 blues, evenly spaced, and 40 greys between them, in which the eye sees steps
/// and tints first: one palette for all frames, so that nothing flickers.
public enum GIF {
  /// The longest time that a frame can be shown, in hundredths of a second.
  public static let maximumDelay = Int(UInt16.max)
  /// The greatest width and height.
  public static let maximumSide = Int(UInt16.max)

  private static let levels = 6
  private static let greys = 40
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
    precondition(!frames.isEmpty && (0...maximumDelay).contains(delay))
    let (width, height, channels) = (frames[0].width, frames[0].height, frames[0].channels)
    precondition(frames.allSatisfy { $0.width == width && $0.height == height && $0.channels == channels })
    precondition(max(width, height) <= maximumSide)
    var file = Array("GIF89a".utf8)
    file.appendLittleEndian(width)
    file.appendLittleEndian(height)
    // A global table of 2^(7 + 1) colours of 8 bits; background colour 0; pixels of unstated proportions.
    file += [0b1111_0111, 0, 0]
    file += palette(channels: channels)
    if frames.count > 1 {
      let repeatsForEver: [UInt8] = [3, 1, 0, 0, 0]
      file += [extensionIntroducer, applicationLabel, 11] + Array("NETSCAPE2.0".utf8) + repeatsForEver
    }
    for frame in frames {
      file += [extensionIntroducer, graphicControlLabel, 4, 0]
      file.appendLittleEndian(delay)
      file += [0, 0, imageSeparator, 0, 0, 0, 0]
      file.appendLittleEndian(width)
      file.appendLittleEndian(height)
      file += [0, bitsOfPixel]
      appendBlocks(LZWEncoder.encode(indices(frame)), to: &file)
    }
    file.append(trailer)
    return file
  }

  /// The 256 colours, red, green and blue of each.
  private static func palette(channels: Int) -> [UInt8] {
    if channels == 1 { return (0...255).flatMap { [UInt8](repeating: UInt8($0), count: 3) } }
    let values = (0..<levels).map { UInt8($0 * 255 / (levels - 1)) }
    let cube = values.flatMap { red in values.flatMap { green in values.flatMap { blue in [red, green, blue] } } }
    return cube + (0..<greys).flatMap { [UInt8](repeating: grey($0), count: 3) }
  }

  /// The greys lie between black and white, which the cube has.
  private static func grey(_ number: Int) -> UInt8 { UInt8((number + 1) * 255 / (greys + 1)) }

  /// The place of each pixel's colour in the palette: the nearest of the cube, or a grey if one is nearer.
  private static func indices(_ frame: RasterImage) -> [UInt8] {
    if frame.channels == 1 { return frame.pixels }
    return stride(from: 0, to: frame.pixels.count, by: 3).map { start in
      let (red, green, blue) = (Int(frame.pixels[start]), Int(frame.pixels[start + 1]), Int(frame.pixels[start + 2]))
      func squaredDistance(_ r: Int, _ g: Int, _ b: Int) -> Int {
        (red - r) * (red - r) + (green - g) * (green - g) + (blue - b) * (blue - b)
      }
      let step = 255 / (levels - 1)
      let (r, g, b) = ((red + step / 2) / step, (green + step / 2) / step, (blue + step / 2) / step)
      let mean = (red + green + blue) / 3
      let number = min(max((mean * (greys + 1) + 127) / 255 - 1, 0), greys - 1)
      let nearestGrey = Int(grey(number))
      return squaredDistance(nearestGrey, nearestGrey, nearestGrey) < squaredDistance(r * step, g * step, b * step)
        ? UInt8(levels * levels * levels + number) : UInt8((r * levels + g) * levels + b)
    }
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
