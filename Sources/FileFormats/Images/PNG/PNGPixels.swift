/// Turns the samples of a PNG file into 8-bit colours before a background.
struct PNGPixels {
  private let header: PNGHeader
  private let background: RGBColour
  /// The colours of the palette, the background already behind them.
  private let palette: [RGBColour]
  /// The samples of the one colour that is transparent, in a file without alpha.
  private let transparent: [Int]?

  /// Interprets samples by the file's chunks `PLTE` (colours of three bytes each) and `tRNS` (transparency), as far as
  /// it has them; both have been checked.
  init(_ header: PNGHeader, palette: [UInt8], transparency: [UInt8]?, background: RGBColour) {
    self.header = header
    self.background = background
    self.palette = (0..<palette.count / 3).map { index in
      let alpha = transparency.flatMap { index < $0.count ? Int($0[index]) : nil } ?? 255
      func level(_ sample: UInt8, _ behind: UInt8) -> UInt8 {
        ImageFile.blend(Int(sample), alpha, before: behind, maximum: 255)
      }
      return RGBColour(
        red: level(palette[3 * index], background.red), green: level(palette[3 * index + 1], background.green),
        blue: level(palette[3 * index + 2], background.blue))
    }
    transparent =
      header.colourType == .palette
      ? nil
      : transparency.map { bytes in
        // Of a sample below 16 bits only the lowest count (specification, section 11.3.2.1).
        stride(from: 0, to: bytes.count, by: 2).map {
          (Int(bytes[$0]) << 8 | Int(bytes[$0 + 1])) & header.maximumSample
        }
      }
  }

  /// The colour of pixel `index` of an unfiltered row, or `nil` if the palette has no such colour.
  func colour(_ index: Int, of row: [UInt8]) -> RGBColour? {
    let first = index * header.colourType.samples
    func sample(_ offset: Int) -> Int { self.sample(first + offset, of: row) }
    func colour(_ red: Int, _ green: Int, _ blue: Int, alpha: Int? = nil) -> RGBColour {
      let maximum = header.maximumSample
      func level(_ sample: Int, _ behind: UInt8) -> UInt8 {
        ImageFile.blend(sample, alpha ?? maximum, before: behind, maximum: maximum)
      }
      return RGBColour(
        red: level(red, background.red), green: level(green, background.green), blue: level(blue, background.blue))
    }
    switch header.colourType {
    case .palette:
      return palette.indices.contains(sample(0)) ? palette[sample(0)] : nil
    case .grey:
      let grey = sample(0)
      return transparent?[0] == grey ? background : colour(grey, grey, grey)
    case .greyAlpha:
      return colour(sample(0), sample(0), sample(0), alpha: sample(1))
    case .rgb:
      let (red, green, blue) = (sample(0), sample(1), sample(2))
      if let transparent, transparent[0] == red, transparent[1] == green, transparent[2] == blue { return background }
      return colour(red, green, blue)
    case .rgbAlpha:
      return colour(sample(0), sample(1), sample(2), alpha: sample(3))
    }
  }

  private func sample(_ index: Int, of row: [UInt8]) -> Int {
    switch header.bitDepth {
    case 16: return Int(row[2 * index]) << 8 | Int(row[2 * index + 1])
    case 8: return Int(row[index])
    default:
      let bit = index * header.bitDepth
      return Int(row[bit / 8]) >> (8 - header.bitDepth - bit % 8) & header.maximumSample
    }
  }
}
