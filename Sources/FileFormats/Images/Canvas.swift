/// A picture that is filled pixel by pixel.
struct Canvas {
  private let width: Int
  private let height: Int
  private let channels: Int
  private var pixels: [UInt8]

  /// A picture of one colour, which must be grey if there is one channel.
  init(width: Int, height: Int, channels: Int, _ colour: RGBColour) {
    (self.width, self.height, self.channels) = (width, height, channels)
    pixels = [UInt8](repeating: colour.red, count: width * height * channels)
    guard !colour.isGrey else { return }
    for pixel in stride(from: 0, to: pixels.count, by: 3) {
      pixels[pixel + 1] = colour.green
      pixels[pixel + 2] = colour.blue
    }
  }

  /// Gives a pixel a colour, which must be grey if there is one channel.
  mutating func set(_ column: Int, _ row: Int, _ colour: RGBColour) {
    let place = (row * width + column) * channels
    pixels[place] = colour.red
    if channels == 3 {
      pixels[place + 1] = colour.green
      pixels[place + 2] = colour.blue
    }
  }

  /// Draws a picture of as many channels, whose upper left corner comes to a pixel and which must fit.
  mutating func draw(_ picture: RasterImage, column: Int, row: Int) {
    for line in 0..<picture.height {
      let start = ((row + line) * width + column) * channels
      pixels.replaceSubrange(
        start..<start + picture.rowSize,
        with: picture.pixels[line * picture.rowSize..<(line + 1) * picture.rowSize])
    }
  }

  /// The picture.
  var image: RasterImage { RasterImage(width: width, height: height, channels: channels, pixels: pixels) }
}
