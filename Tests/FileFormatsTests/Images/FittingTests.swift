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
    #expect(colours.inGrey.pixels == [76, 150, 29, 9])
    #expect(colours.inGrey.inColour.pixels == [76, 76, 76, 150, 150, 150, 29, 29, 29, 9, 9, 9])
    #expect(colours.inColour == colours && colours.inGrey.inGrey == colours.inGrey)
  }
}
