/// What the components of a JPEG picture mean, and how grey or RGB comes of them.
enum JPEGColours {
  case grey
  case rgb
  /// Brightness and two differences of colour.
  case yCbCr
  /// Inks, of which 255 means none.
  case cmyk
  /// Inks, the first three as brightness and differences of colour.
  case ycck

  /// What the file says of its colours beside the components: application segments.
  struct Hints {
    var isJFIF = false
    /// The transformation that a segment of Adobe's names: 0 none, 1 YCbCr, 2 YCCK.
    var adobeTransform: UInt8?

    /// Takes a segment `APP0` or `APP14`, if it is one of those meant here.
    mutating func take(_ marker: UInt8, _ contents: ArraySlice<UInt8>) {
      if marker == JPEGMarker.jfif, contents.starts(with: Array("JFIF\0".utf8)) { isJFIF = true }
      if marker == JPEGMarker.adobe, contents.starts(with: Array("Adobe".utf8)), contents.count >= 12 {
        adobeTransform = contents[contents.startIndex + 11]
      }
    }
  }

  /// Decides as the Independent JPEG Group's library does.
  init(_ frame: JPEGFrame, _ hints: Hints) {
    switch frame.components.count {
    case 1: self = .grey
    case 3:
      let namesColours = frame.components.map(\.identifier) == Array("RGB".utf8)
      let isRGB = hints.adobeTransform.map { $0 == 0 } ?? namesColours
      self = isRGB && !hints.isJFIF ? .rgb : .yCbCr
    default: self = (hints.adobeTransform ?? 0) == 0 ? .cmyk : .ycck
    }
  }

  /// Values of a pixel that come of the components.
  var channels: Int { self == .grey ? 1 : 3 }

  /// Turns one row of components into pixels.
  /// - Parameters:
  ///   - rows: A row of each component, at least `width` samples.
  ///   - width: Pixels.
  ///   - pixels: The picture.
  ///   - start: Where the row's first value goes.
  func convert(_ rows: [[UInt8]], width: Int, to pixels: inout [UInt8], at start: Int) {
    switch self {
    case .grey:
      for x in 0..<width { pixels[start + x] = rows[0][x] }
    case .rgb: Self.interleave(rows, width, &pixels, start) { ($0, $1, $2) }
    case .yCbCr: Self.interleave(rows, width, &pixels, start, Self.rgb)
    case .cmyk:
      let inks = rows[3]
      Self.interleave(rows, width, &pixels, start) { ($0, $1, $2) }
      Self.darken(inks, width, &pixels, start)
    case .ycck:
      let inks = rows[3]
      Self.interleave(rows, width, &pixels, start) { y, cb, cr in
        let (red, green, blue) = Self.rgb(y, cb, cr)
        return (255 - red, 255 - green, 255 - blue)
      }
      Self.darken(inks, width, &pixels, start)
    }
  }

  @inline(__always)
  private static func interleave(
    _ rows: [[UInt8]], _ width: Int, _ pixels: inout [UInt8], _ start: Int,
    _ colour: (UInt8, UInt8, UInt8) -> (UInt8, UInt8, UInt8)
  ) {
    let (first, second, third) = (rows[0], rows[1], rows[2])
    var place = start
    for x in 0..<width {
      (pixels[place], pixels[place + 1], pixels[place + 2]) = colour(first[x], second[x], third[x])
      place += 3
    }
  }

  /// The conversion of JFIF (ITU-T T.871, section 7), with constants of 16 binary places and each difference of colour
  /// rounded by itself, but for green.
  @inline(__always)
  private static func rgb(_ y: UInt8, _ cb: UInt8, _ cr: UInt8) -> (UInt8, UInt8, UInt8) {
    let (level, blueness, redness) = (Int32(y), Int32(cb) - 128, Int32(cr) - 128)
    let half: Int32 = 1 << 15
    let red = level + (91881 * redness + half) >> 16  // 1.402
    let green = level + (half - 22554 * blueness - 46802 * redness) >> 16  // 0.344136, 0.714136
    let blue = level + (116130 * blueness + half) >> 16  // 1.772
    return (UInt8(clamping: red), UInt8(clamping: green), UInt8(clamping: blue))
  }

  /// Lets black ink cover what light the other inks leave.
  ///
  /// Adobe's programs store inks inverted, and every other program that writes such files has followed them, with
  /// Adobe's segment or without. So all are taken like that, as Pillow does, whose roundings these are.
  private static func darken(_ inks: [UInt8], _ width: Int, _ pixels: inout [UInt8], _ start: Int) {
    for x in 0..<width {
      let light = Int(inks[x])
      for place in start + 3 * x..<start + 3 * x + 3 {
        let product = (255 - Int(pixels[place])) * light + 128
        pixels[place] = UInt8(clamping: light - (product >> 8 + product) >> 8)
      }
    }
  }
}
