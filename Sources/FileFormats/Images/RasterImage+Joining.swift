extension RasterImage {
  /// Pictures of one height and number of channels, at least one, beside each other on white, `gap` pixels apart.
  public init(sideBySide pictures: [RasterImage], gap: Int) {
    let (height, channels) = (pictures[0].height, pictures[0].channels)
    precondition(pictures.allSatisfy { ($0.height, $0.channels) == (height, channels) })
    let white = [UInt8](repeating: 255, count: gap * channels)
    var pixels: [UInt8] = []
    for row in 0..<height {
      for (place, picture) in pictures.enumerated() {
        if place > 0 { pixels += white }
        let size = picture.width * channels
        pixels += picture.pixels[row * size..<(row + 1) * size]
      }
    }
    self.init(width: pixels.count / height / channels, height: height, channels: channels, pixels: pixels)
  }
}
