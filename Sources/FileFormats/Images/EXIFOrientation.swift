/// How a picture must be turned to stand upright, as cameras write it into the EXIF data of a file (CIPA DC-008,
/// section 4.6.4; the structure is TIFF's).
enum EXIFOrientation: Int, CaseIterable {
  case upright = 1
  case mirrored
  case upsideDown
  case mirroredUpsideDown
  /// Rows and columns exchanged.
  case transposed
  /// To be turned a quarter clockwise.
  case quarterClockwise
  case mirroredQuarterClockwise
  /// To be turned a quarter counter-clockwise.
  case quarterCounterclockwise

  private static let head = Array("Exif\0\0".utf8)
  private static let orientationTag = 0x0112
  private static let shortType = 3
  private static let entrySize = 12

  /// Whether rows become columns.
  var exchangesSides: Bool { rawValue >= EXIFOrientation.transposed.rawValue }

  /// Finds the orientation in the contents of a segment `APP1`; `nil` if it tells none, or if it is damaged, which is
  /// no reason to refuse the picture.
  init?(segment: ArraySlice<UInt8>) {
    guard segment.starts(with: Self.head) else { return nil }
    self.init(tiff: Array(segment.dropFirst(Self.head.count)))
  }

  /// The same for what stands behind the head of such a segment, which is all that a chunk `eXIf` of PNG holds.
  init?(tiff data: [UInt8]) {
    let isBigEndian: Bool
    switch data.prefix(4) {
    case [0x4D, 0x4D, 0, 42]: isBigEndian = true
    case [0x49, 0x49, 42, 0]: isBigEndian = false
    default: return nil
    }
    func number(at place: Int, size: Int) -> Int? {
      guard place >= 0, place + size <= data.count else { return nil }
      let bytes = data[place..<place + size]
      return isBigEndian ? bytes.reduce(0) { $0 << 8 | Int($1) } : bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(at: 4, size: 4), let count = number(at: directory, size: 2) else { return nil }
    for entry in 0..<count {
      let place = directory + 2 + entry * Self.entrySize
      guard let tag = number(at: place, size: 2) else { return nil }
      if tag == Self.orientationTag {
        guard number(at: place + 2, size: 2) == Self.shortType, let value = number(at: place + 8, size: 2) else {
          return nil
        }
        self.init(rawValue: value)
        return
      }
    }
    return nil
  }
}

extension RasterImage {
  /// The picture, stored in this orientation, as it is meant to be seen.
  func upright(from orientation: EXIFOrientation) -> RasterImage {
    if orientation == .upright { return self }
    let (newWidth, newHeight) = orientation.exchangesSides ? (height, width) : (width, height)
    var turned: [UInt8] = []
    turned.reserveCapacity(pixels.count)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        let (column, row) =
          switch orientation {
          case .upright: (x, y)
          case .mirrored: (width - 1 - x, y)
          case .upsideDown: (width - 1 - x, height - 1 - y)
          case .mirroredUpsideDown: (x, height - 1 - y)
          case .transposed: (y, x)
          case .quarterClockwise: (y, height - 1 - x)
          case .mirroredQuarterClockwise: (width - 1 - y, height - 1 - x)
          case .quarterCounterclockwise: (width - 1 - y, x)
          }
        let place = (row * width + column) * channels
        turned += pixels[place..<place + channels]
      }
    }
    return RasterImage(width: newWidth, height: newHeight, channels: channels, pixels: turned)
  }
}
