import FileFormats

/// A picture in a few colours: levels of grey, or a cube of them, with the error of each pixel spread over its
/// neighbours (Floyd & Steinberg, 1976) where the levels are far apart.
struct IndexedPicture {
  /// The extents.
  let width, height: Int
  /// The colours.
  let colours: [RGBColour]
  /// The place of each pixel's colour among them.
  let indices: [UInt8]

  /// More levels than that show no steps, and need no spreading.
  private static let smoothLevels = 64

  /// A picture in at most so many colours, of which there must be 2 for grey and 8 for colour; no more than 256 are
  /// taken.
  init(_ picture: RasterImage, maximumColours: Int) {
    width = picture.width
    height = picture.height
    let channels = picture.channels
    let most = min(256, maximumColours)
    var levels = channels == 1 ? max(2, most) : 2
    while channels == 3, (levels + 1) * (levels + 1) * (levels + 1) <= most { levels += 1 }
    let planes = (0..<channels).map { Self.plane(picture, channel: $0, levels: levels) }
    var indices = planes[0]
    for plane in planes.dropFirst() {
      for place in indices.indices { indices[place] = indices[place] * UInt8(levels) + plane[place] }
    }
    self.indices = indices
    func value(_ level: Int) -> UInt8 { UInt8((level * 255 + (levels - 1) / 2) / (levels - 1)) }
    colours = (0..<(channels == 1 ? levels : levels * levels * levels)).map { number in
      if channels == 1 { return RGBColour(red: value(number), green: value(number), blue: value(number)) }
      return RGBColour(
        red: value(number / levels / levels), green: value(number / levels % levels), blue: value(number % levels))
    }
  }

  /// The levels of a channel.
  private static func plane(_ picture: RasterImage, channel: Int, levels: Int) -> [UInt8] {
    let (width, height) = (picture.width, picture.height)
    var plane = [UInt8](repeating: 0, count: width * height)
    // In sixteenths of a level of 255, with a column more on both sides.
    var (errors, next) = ([Int](repeating: 0, count: width + 2), [Int](repeating: 0, count: width + 2))
    for row in 0..<height {
      for column in 0..<width {
        let place = row * width + column
        let wanted = Int(picture.pixels[place * picture.channels + channel])
        let corrected = min(255, max(0, wanted + errors[column + 1] / 16))
        let level = (corrected * (levels - 1) + 127) / 255
        plane[place] = UInt8(level)
        guard levels < smoothLevels else { continue }
        let error = corrected - (level * 255 + (levels - 1) / 2) / (levels - 1)
        errors[column + 2] += 7 * error
        next[column] += 3 * error
        next[column + 1] += 5 * error
        next[column + 2] += error
      }
      (errors, next) = (next, [Int](repeating: 0, count: width + 2))
    }
    return plane
  }
}
