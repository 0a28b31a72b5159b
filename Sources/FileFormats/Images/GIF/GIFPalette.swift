/// The colours that all frames of a GIF share, at most 256: one palette, so that nothing flickers from frame to frame.
///
/// Grey pictures have their 256 greys, and pictures in colour with no more colours than that have just these, so that
/// nothing is lost. Others have those of a ``ColourCut``.
struct GIFPalette {
  /// The most colours of a palette.
  static let maximumCount = 256
  /// The colours.
  let colours: [RGBColour]
  private let places: Places

  /// How the place of a pixel's colour is found.
  private enum Places {
    case ofGreys
    case ofColours([RGBColour: UInt8])
    case ofCut(ColourCut)
  }

  /// The colours of frames, at least one, all of 1 or all of 3 channels.
  init(_ frames: [RasterImage]) {
    if frames[0].channels == 1 {
      colours = (0...255).map { RGBColour(grey: $0) }
      places = .ofGreys
    } else if let few = Self.fewColours(of: frames) {
      colours = few
      places = .ofColours(Dictionary(uniqueKeysWithValues: few.enumerated().map { ($1, UInt8($0)) }))
    } else {
      let cut = ColourCut(frames, count: Self.maximumCount)
      colours = cut.colours
      places = .ofCut(cut)
    }
  }

  /// All colours of frames in order; `nil` if they are more than a palette holds.
  private static func fewColours(of frames: [RasterImage]) -> [RGBColour]? {
    var found: Set<RGBColour> = []
    for frame in frames {
      var last: RGBColour?
      for pixel in 0..<frame.width * frame.height {
        let colour = frame.colour(ofPixel: pixel)
        if colour == last { continue }
        found.insert(colour)
        if found.count > maximumCount { return nil }
        last = colour
      }
    }
    return found.sorted { ($0.red, $0.green, $0.blue) < ($1.red, $1.green, $1.blue) }
  }

  /// Red, green and blue of 256 colours; those that are not used are black.
  var table: [UInt8] {
    colours.flatMap { [$0.red, $0.green, $0.blue] }
      + [UInt8](repeating: 0, count: 3 * (Self.maximumCount - colours.count))
  }

  /// The place in the palette of each pixel's colour, or of the nearest to it, in one of the frames.
  func indices(of frame: RasterImage) -> [UInt8] {
    switch places {
    case .ofGreys: frame.pixels
    case .ofColours(let places): (0..<frame.width * frame.height).map { places[frame.colour(ofPixel: $0)] ?? 0 }
    case .ofCut(let cut): (0..<frame.width * frame.height).map { cut.place(of: frame.colour(ofPixel: $0)) }
    }
  }
}

extension RasterImage {
  /// The colour of a pixel of a picture with three channels, counted along the rows.
  func colour(ofPixel number: Int) -> RGBColour {
    RGBColour(red: pixels[3 * number], green: pixels[3 * number + 1], blue: pixels[3 * number + 2])
  }
}
