import FileFormats

/// A picture in characters: each shows two pixels, one above the other, since a cell is about twice as high as wide.
enum HalfBlocks {
  /// The lines of a picture in 24-bit colours, or in the 256 of xterm: the upper half block, its ink the upper pixel
  /// and its paper the lower. Below the last row of an odd number the paper stays that of the screen.
  static func lines(_ picture: RasterImage, trueColour: Bool) -> [String] {
    stride(from: 0, to: picture.height, by: 2).map { row in
      var line = ""
      var (ink, paper) = ("", "")
      for column in 0..<picture.width {
        let upper = code(picture.colour(column, row), trueColour)
        let lower = row + 1 < picture.height ? code(picture.colour(column, row + 1), trueColour) : nil
        let (newInk, newPaper) = ("38;\(upper)", lower.map { "48;\($0)" } ?? "49")
        let changes = [newInk == ink ? nil : newInk, newPaper == paper ? nil : newPaper].compactMap { $0 }
        if !changes.isEmpty { line += "\u{1B}[\(changes.joined(separator: ";"))m" }
        (ink, paper) = (newInk, newPaper)
        line += "▀"
      }
      return line + "\u{1B}[0m"
    }
  }

  private static func code(_ colour: RGBColour, _ trueColour: Bool) -> String {
    trueColour ? "2;\(colour.red);\(colour.green);\(colour.blue)" : "5;\(XtermColours.nearest(to: colour))"
  }

  /// The characters of more and more ink, for light ink on a dark screen.
  static let inks = Array(" .:-=+*#%@")

  /// The lines of a picture by the mean brightness of each pair of pixels.
  static func textLines(_ picture: RasterImage) -> [String] {
    let grey = picture.convertedToGrey()
    return stride(from: 0, to: grey.height, by: 2).map { row in
      let line = String(
        (0..<grey.width).map { column -> Character in
          let upper = Int(grey.pixels[row * grey.width + column])
          let lower = row + 1 < grey.height ? Int(grey.pixels[(row + 1) * grey.width + column]) : upper
          return inks[(upper + lower) * (inks.count - 1) / 510]
        })
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}

/// The 256 colours of xterm: 16 that users change, a cube of 6 x 6 x 6, and 24 greys.
enum XtermColours {
  private static let levels = [0, 95, 135, 175, 215, 255]
  private static let firstOfCube = 16
  private static let firstGrey = 232

  /// The number of the colour nearest to another, by the sum of the squares, among those that no user changes.
  static func nearest(to colour: RGBColour) -> Int {
    let channels = [colour.red, colour.green, colour.blue].map(Int.init)
    let steps = channels.map { channel in
      levels.indices.min { abs(levels[$0] - channel) < abs(levels[$1] - channel) } ?? 0
    }
    let mean = channels.reduce(0, +) / 3
    let grey = min(23, max(0, (mean - 8 + 5) / 10))
    func distance(_ other: [Int]) -> Int { zip(channels, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    let ofCube = distance(steps.map { levels[$0] })
    let ofGrey = distance([Int](repeating: 8 + 10 * grey, count: 3))
    return ofGrey < ofCube ? firstGrey + grey : firstOfCube + 36 * steps[0] + 6 * steps[1] + steps[2]
  }
}

extension RasterImage {
  /// The colour of a pixel.
  func colour(_ column: Int, _ row: Int) -> RGBColour {
    let start = (row * width + column) * channels
    if channels == 1 { return RGBColour(red: pixels[start], green: pixels[start], blue: pixels[start]) }
    return RGBColour(red: pixels[start], green: pixels[start + 1], blue: pixels[start + 2])
  }
}
