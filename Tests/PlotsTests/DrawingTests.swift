import FileFormats
import Foundation
import Testing

@testable import Plots

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct DrawingTests {
  private let black = Paint(0)

  private func levels(_ canvas: InkCanvas, column: Int) -> [UInt8] {
    (0..<canvas.height).map { canvas.picture.pixels[3 * ($0 * canvas.width + column)] }
  }

  @Test func aLineCoversItsPixelsInFullAndItsEdgesInPart() {
    var canvas = InkCanvas(width: 20, height: 6)
    canvas.stroke([[Point(2, 2.5), Point(18, 2.5)]], width: 1, black)
    #expect(levels(canvas, column: 10) == [255, 255, 0, 255, 255, 255])
    var between = InkCanvas(width: 20, height: 6)
    between.stroke([[Point(2, 3), Point(18, 3)]], width: 1, black)
    #expect(levels(between, column: 10) == [255, 255, 128, 128, 255, 255])
    var pale = InkCanvas(width: 20, height: 6)
    pale.stroke([[Point(2, 2.5), Point(18, 2.5)], [Point(10, 0), Point(10, 6)]], width: 1, black.faded(0.5))
    // Where lines of one stroke cross, they are no darker.
    #expect(levels(pale, column: 5)[2] == 128 && levels(pale, column: 10)[2] == 128)
  }

  @Test func whatLiesOutsideIsNotDrawnAndDoesNoHarm() {
    var canvas = InkCanvas(width: 8, height: 8)
    let part = Rectangle(x: 2, y: 2, width: 3, height: 3)
    canvas.stroke([[Point(-1e9, -1e9), Point(1e9, 1e9)]], width: 2, black, inside: part)
    canvas.fillBand(x: [-1e9, 1e9], upper: [-1e9, 3], lower: [1e9, 1e9], black.faded(0.3), inside: part)
    canvas.fill(Rectangle(x: -5, y: 90, width: 3, height: 4), black)
    for place in 0..<64 where !(2..<5).contains(place % 8) || !(2..<5).contains(place / 8) {
      #expect(canvas.picture.pixels[3 * place] == 255)
    }
    #expect(levels(canvas, column: 3)[3] < 40)
  }

  @Test func aBandIsFilledBetweenItsLines() {
    var canvas = InkCanvas(width: 10, height: 8)
    let part = Rectangle(x: 0, y: 0, width: 10, height: 8)
    canvas.fillBand(x: [2, 8], upper: [2, 2], lower: [5.5, 5.5], black, inside: part)
    #expect(levels(canvas, column: 5) == [255, 255, 0, 0, 0, 128, 255, 255])
    #expect(levels(canvas, column: 1) == [UInt8](repeating: 255, count: 8))
  }

  @Test func dashesAndGapsHaveOneLength() {
    let pieces = Dash.pieces(of: [Point(0, 0), Point(10, 0), Point(10, 30)], width: 1)
    #expect(pieces.count == 5)
    #expect(pieces[0] == [Point(0, 0), Point(4, 0)])
    #expect(pieces[1] == [Point(8, 0), Point(10, 0), Point(10, 2)])
    #expect(pieces[4] == [Point(10, 22), Point(10, 26)])
  }

  private var drawing: Drawing {
    var drawing = Drawing(width: 120, height: 40, title: "A & B <\u{1}>")
    let part = Rectangle(x: 10, y: 5, width: 100, height: 30)
    drawing.area(part, Paint(0xFF8000, opacity: 0.25))
    drawing.line([Point(10, 10), Point(110, 30)], width: 2, Paint(0x0072B2), isDashed: true, inside: part)
    drawing.line([Point(60, 20)], width: 6, black)
    drawing.band(x: [10, 110], upper: [8, 9], lower: [20, 21], Paint(0x009E73, opacity: 0.16), inside: part)
    drawing.text("Fréchet \"1 < 2\" 雪", at: Point(60, 25), size: 9, black, anchor: .middle)
    return drawing
  }

  @Test func theSameDrawingIsXMLWithItsTextsAndAPictureOfItsSize() throws {
    let svg = drawing.svg
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(svg)")
    for part in [
      "viewBox=\"0 0 120 40\"", "<title>A &amp; B &lt;\u{FFFD}&gt;</title>", "Fréchet &quot;1 &lt; 2&quot; 雪</text>",
      "text-anchor=\"middle\"", "stroke-dasharray=\"8\"", "clip-path=\"url(#part0)\"",
      "fill=\"#ff8000\" fill-opacity=\"0.25\"",
      "<path d=\"M60 20L60 20\"", "<path d=\"M10 8L110 9L110 21L10 20Z\"",
    ] { #expect(svg.contains(part), "\(part)") }
    #expect(svg.components(separatedBy: "<clipPath").count == 2)
    let picture = drawing.raster(scale: 1.5)
    #expect(picture.width == 180 && picture.height == 60 && picture.channels == 3)
    // The dot in the middle of the picture, below the band.
    #expect(picture.pixels[3 * (30 * 180 + 90)..<3 * (30 * 180 + 90) + 3].allSatisfy { $0 < 40 })
    #expect(drawing.raster(scale: 1.5) == picture)
  }
}
