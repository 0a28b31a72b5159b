import FileFormats
import Testing

@testable import TerminalGraphics

/// Pictures as terminals read them, decoded back to the same pixels.
struct PictureFormTests {
  /// All levels of a byte, and in colour all three channels apart.
  private static func picture(width: Int, height: Int, channels: Int) -> RasterImage {
    RasterImage(
      width: width, height: height, channels: channels,
      pixels: (0..<width * height * channels).map { UInt8(truncatingIfNeeded: $0 * $0 / 7 + $0 * 31) })
  }

  private static let pictures = [
    picture(width: 1, height: 1, channels: 1), picture(width: 17, height: 13, channels: 1),
    picture(width: 9, height: 6, channels: 3), picture(width: 120, height: 90, channels: 3),
  ]

  private static func area(_ form: PictureForm, cell: (Int, Int)? = (10, 20), registers: Int = 256) -> PictureArea {
    var abilities = TerminalAbilities(environment: ["TERM": "xterm"])
    abilities.cell = cell.flatMap { TerminalAbilities.CellSize(width: $0, height: $1) }
    abilities.sixelRegisters = registers
    return PictureArea(columns: 40, rows: 10, of: abilities, form: form)
  }

  @Test(arguments: pictures.indices) func kittyGetsThePixels(index: Int) throws {
    let picture = Self.pictures[index]
    let drawing = try Self.area(.kitty).draw(picture, number: 77)
    let (decoded, keys) = try Decoders.kitty(drawing.text)
    #expect(decoded == picture)
    #expect(keys["i"] == "77" && keys["C"] == "1" && keys["q"] == "2" && keys["r"] == nil)
    #expect(drawing.rows == (picture.height + 19) / 20)
    // Where cells have an unknown size, the terminal makes the picture fit those that were made free.
    let other = try Self.area(.kitty, cell: nil).draw(picture)
    #expect(try Decoders.kitty(other.text).keys["r"] == "\(other.rows)")
  }

  @Test(arguments: pictures.indices) func iTermGetsThePixels(index: Int) throws {
    let picture = Self.pictures[index]
    let (decoded, arguments) = try Decoders.inlineImage(try Self.area(.iterm2).draw(picture).text)
    #expect(decoded == picture)
    #expect(arguments["inline"] == "1" && arguments["width"] == "\(picture.width)px")
    let other = try Self.area(.iterm2, cell: nil).draw(picture)
    #expect(try Decoders.inlineImage(other.text).arguments["height"] == "\(other.rows)")
  }

  @Test func sixelGetsEveryLevelOfGreyAsFarAsHundredthsTell() throws {
    let picture = Self.pictures[1]
    let decoded = try Decoders.sixel(try Self.area(.sixel).draw(picture).text)
    #expect((decoded.width, decoded.height) == (17, 13))
    let wanted = picture.pixels.map { [Int]?([Int](repeating: (Int($0) * 100 + 127) / 255, count: 3)) }
    #expect(decoded.pixels == wanted)
  }

  @Test(arguments: [16, 64, 256]) func sixelWithFewColoursKeepsTheMeanOfAnEvenPicture(registers: Int) throws {
    for channels in [1, 3] {
      let grey = RasterImage(
        width: 60, height: 60, channels: channels, pixels: [UInt8](repeating: 100, count: 3600 * channels))
      let decoded = try Decoders.sixel(try Self.area(.sixel, registers: registers).draw(grey).text)
      let colours = Set(decoded.pixels)
      #expect(colours.count <= registers && !colours.contains(nil))
      for channel in 0..<3 {
        let mean = decoded.pixels.reduce(0) { $0 + ($1?[channel] ?? 0) } / 3600
        #expect(abs(mean - 39) <= 2, "\(mean)")
      }
    }
  }

  @Test func halfBlocksShowEveryPixelAndLeaveThePaperBelowAnOddRow() throws {
    let picture = Self.picture(width: 5, height: 3, channels: 3)
    let drawing = try Self.area(.blocks).draw(picture, indent: 2)
    let lines = drawing.text.split(separator: "\n")
    #expect(drawing.rows == 2 && lines.count == 2)
    #expect(lines.allSatisfy { $0.hasPrefix("  \u{1B}") && $0.hasSuffix("\u{1B}[0m\u{1B}[K") })
    let cells = try Decoders.halfBlocks(lines.map { $0.dropFirst(2) })
    func pixel(_ column: Int, _ row: Int) -> [Int] {
      picture.pixels[(row * 5 + column) * 3..<(row * 5 + column) * 3 + 3].map(Int.init)
    }
    for column in 0..<5 {
      #expect(cells[0][column].upper == pixel(column, 0) && cells[0][column].lower == pixel(column, 1))
      #expect(cells[1][column].upper == pixel(column, 2) && cells[1][column].lower == nil)
    }
  }

  @Test func aColourIsTheNearestOfXtermsThatNoUserChanges() {
    func number(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
      XtermColours.nearest(to: RGBColour(red: red, green: green, blue: blue))
    }
    #expect(number(0, 0, 0) == 16 && number(255, 255, 255) == 231 && number(255, 0, 0) == 196)
    #expect(number(8, 8, 8) == 232 && number(238, 238, 238) == 255 && number(118, 118, 118) == 243)
    #expect(number(95, 135, 175) == 67)
  }

  @Test func textHasTheMeanInkOfTwoPixelsAndNoSequences() throws {
    let picture = RasterImage(width: 3, height: 3, channels: 1, pixels: [255, 0, 0, 255, 255, 0, 255, 0, 0])
    #expect(try Self.area(.text).draw(picture).text == "@=\n@\n")
  }

  @Test func roomIsMadeBelowTheCursorAndItIsLeftBehindThePicture() throws {
    let text = try Self.area(.sixel).draw(Self.picture(width: 30, height: 50, channels: 1), indent: 4).text
    #expect(text.hasPrefix("\u{1B}[K\n\u{1B}[K\n\u{1B}[K\n\u{1B}[3A\u{1B}7\u{1B}[4C\u{1B}P"))
    #expect(text.hasSuffix("\u{1B}\\\u{1B}8\u{1B}[3B\r"))
  }
}
