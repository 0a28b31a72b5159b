import TestSupport
import Testing

@testable import FileFormats

struct FittingTests {
  @Test(arguments: [(7, 3), (3, 7), (3, 3)])
  func theCentreOfTheWantedProportionsIsTakenInItsOwnSize(width: Int, height: Int) {
    let picture = RasterImage(
      width: width, height: height, channels: 1, pixels: (0..<UInt8(width * height)).map { $0 })
    let (left, top) = ((width - 3) / 2, (height - 3) / 2)
    let expected = (0..<9).map { pixel -> UInt8 in
      let (row, column) = (top + pixel / 3, left + pixel % 3)
      return UInt8(row * width + column)
    }
    #expect(picture.fitted(width: 3, height: 3).pixels == expected)
  }

  /// Each new pixel covers 1.5 x 1.5 old ones.
  @Test func aNewPixelIsTheMeanOfWhatItCovers() {
    let picture = RasterImage(width: 3, height: 3, channels: 1, pixels: [0, 90, 180, 0, 90, 180, 0, 90, 180])
    #expect(picture.fitted(width: 2, height: 2).pixels == [30, 150, 30, 150])
    #expect(picture.fitted(width: 1, height: 1).pixels == [90])
    let colours = RasterImage(
      width: 2, height: 2, channels: 3, pixels: [1, 10, 100, 3, 20, 104, 1, 10, 100, 3, 20, 104])
    #expect(colours.fitted(width: 1, height: 1).pixels == [2, 15, 102])
  }

  @Test func enlargingRepeatsPixels() {
    let picture = RasterImage(width: 2, height: 2, channels: 1, pixels: [1, 2, 3, 4])
    #expect(picture.fitted(width: 4, height: 4).pixels == [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4])
  }

  @Test func anyExtentsCanBeMadeOfAnyOthers() {
    for width in 1...5 {
      for height in 1...5 {
        let picture = RasterImage(
          width: width, height: height, channels: 1, pixels: [UInt8](repeating: 200, count: width * height))
        for newWidth in 1...7 {
          for newHeight in 1...7 {
            let fitted = picture.fitted(width: newWidth, height: newHeight)
            #expect(fitted.pixels == [UInt8](repeating: 200, count: newWidth * newHeight))
          }
        }
      }
    }
  }

  @Test func picturesStandBesideEachOtherWithWhiteBetweenThem() {
    let pictures = [
      RasterImage(width: 1, height: 2, channels: 1, pixels: [1, 2]),
      RasterImage(width: 2, height: 2, channels: 1, pixels: [3, 4, 5, 6]),
    ]
    let joined = RasterImage(width: 5, height: 2, channels: 1, pixels: [1, 255, 255, 3, 4, 2, 255, 255, 5, 6])
    #expect(RasterImage(sideBySide: pictures, gap: 2) == joined)
    #expect(RasterImage(sideBySide: [pictures[1]], gap: 2) == pictures[1])
  }

  @Test func greyAndColour() {
    let colours = RasterImage(width: 4, height: 1, channels: 3, pixels: [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9])
    #expect(colours.convertedToGrey().pixels == [76, 150, 29, 9])
    #expect(colours.convertedToGrey().convertedToColour().pixels == [76, 76, 76, 150, 150, 150, 29, 29, 29, 9, 9, 9])
    #expect(
      colours.convertedToColour() == colours && colours.convertedToGrey().convertedToGrey() == colours.convertedToGrey()
    )
  }
}

/// Ways to come to a size, by a naive calculation in double precision.
struct NaiveFittingTests {
  /// The mean of a rectangle of a picture, whose edges may cut pixels.
  private static func mean(
    _ picture: RasterImage, _ channel: Int, x: ClosedRange<Double>, y: ClosedRange<Double>
  ) -> Double {
    var (sum, area) = (0.0, 0.0)
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        let width = min(x.upperBound, Double(column + 1)) - max(x.lowerBound, Double(column))
        let height = min(y.upperBound, Double(row + 1)) - max(y.lowerBound, Double(row))
        guard width > 0, height > 0 else { continue }
        let value = picture.pixels[(row * picture.width + column) * picture.channels + channel]
        sum += width * height * Double(value)
        area += width * height
      }
    }
    return sum / area
  }

  /// Whether each pixel is the rounded mean of its part of a rectangle of the picture.
  private static func isScaled(
    _ scaled: RasterImage, _ picture: RasterImage, left: Int, top: Int, width: Int, height: Int
  ) -> Bool {
    let (stepX, stepY) = (Double(width) / Double(scaled.width), Double(height) / Double(scaled.height))
    for (place, value) in scaled.pixels.enumerated() {
      let (pixel, channel) = (place / scaled.channels, place % scaled.channels)
      let x = Double(left) + stepX * Double(pixel % scaled.width)
      let y = Double(top) + stepY * Double(pixel / scaled.width)
      let mean = mean(picture, channel, x: x...x + stepX, y: y...y + stepY)
      if abs(Double(value) - mean) > 0.5 + 1e-6 { return false }
    }
    return true
  }

  private static func picture(width: Int, height: Int, channels: Int) -> RasterImage {
    RasterImage(
      width: width, height: height, channels: channels,
      pixels: (0..<width * height * channels).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) })
  }

  private static let sizes = [(1, 1), (5, 3), (3, 5), (8, 8), (13, 7), (2, 11)]
  private static let newSizes = [(1, 1), (4, 4), (6, 2), (3, 7), (16, 9)]

  @Test(arguments: [1, 3])
  func croppingStretchingAndPaddingAreTheNaiveOnes(channels: Int) throws {
    for (width, height) in Self.sizes {
      let picture = Self.picture(width: width, height: height, channels: channels)
      for (newWidth, newHeight) in Self.newSizes {
        let stretched = picture.fitted(width: newWidth, height: newHeight, by: .stretch)
        #expect(Self.isScaled(stretched, picture, left: 0, top: 0, width: width, height: height))

        let partWidth = max(1, min(width, height * newWidth / newHeight))
        let partHeight = max(1, min(height, width * newHeight / newWidth))
        let cropped = picture.fitted(width: newWidth, height: newHeight, by: .crop)
        #expect(
          Self.isScaled(
            cropped, picture, left: (width - partWidth) / 2, top: (height - partHeight) / 2, width: partWidth,
            height: partHeight))

        let scale = min(Double(newWidth) / Double(width), Double(newHeight) / Double(height))
        let innerWidth = max(1, Int((Double(width) * scale).rounded()))
        let innerHeight = max(1, Int((Double(height) * scale).rounded()))
        let padded = picture.fitted(width: newWidth, height: newHeight, by: .pad, background: RGBColour(grey: 77))
        let (left, top) = ((newWidth - innerWidth) / 2, (newHeight - innerHeight) / 2)
        var inner: [UInt8] = []
        for row in 0..<newHeight {
          for column in 0..<newWidth {
            let start = (row * newWidth + column) * channels
            let pixel = padded.pixels[start..<start + channels]
            if (left..<left + innerWidth).contains(column), (top..<top + innerHeight).contains(row) {
              inner += pixel
            } else {
              #expect(pixel.allSatisfy { $0 == 77 })
            }
          }
        }
        let part = RasterImage(width: innerWidth, height: innerHeight, channels: channels, pixels: inner)
        #expect(Self.isScaled(part, picture, left: 0, top: 0, width: width, height: height))
      }
    }
  }

  /// What Pillow 13's `Image.reduce` makes of ``picture(width:height:channels:)`` of 12 x 8 pixels in colour.
  @Test(
    arguments: [
      (
        4, 2,
        [
          112, 121, 130, 127, 135, 144, 120, 129, 116, 134, 122, 130, 130, 118, 126, 145, 132, 119, 116, 125, 134, 131,
          139, 127,
        ]
      ),
      (
        3, 4,
        [
          132, 151, 170, 108, 96, 83, 149, 168, 156, 87, 107, 94, 160, 147, 167, 104, 92, 111, 171, 158, 146, 83, 103,
          122, 156, 143, 131, 94, 82, 101, 167, 154, 142, 112, 131, 118,
        ]
      ),
      (1, 1, [127, 128, 128]),
    ] as [(Int, Int, [UInt8])])
  func scalingByWholeNumbersIsPillows(width: Int, height: Int, expected: [UInt8]) {
    let picture = Self.picture(width: 12, height: 8, channels: 3)
    #expect(picture.fitted(width: width, height: height, by: .stretch).pixels == expected)
  }

  @Test func aColouredBackgroundMakesAPaddedPictureColoured() {
    let picture = RasterImage(width: 1, height: 2, channels: 1, pixels: [1, 2])
    let red = RGBColour(red: 9, green: 0, blue: 0)
    #expect(
      picture.fitted(width: 2, height: 2, by: .pad, background: red).pixels == [1, 1, 1, 9, 0, 0, 2, 2, 2, 9, 0, 0])
    #expect(picture.fitted(width: 2, height: 4, by: .pad, background: red).channels == 1)
  }
}
