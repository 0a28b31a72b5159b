import FileFormats
import Testing

@testable import TerminalGraphics

struct GridLayoutTests {
  private func layout(
    _ side: Int, count: Int, enough: Int, _ width: Int, _ height: Int, gap: Int = 1, growsDown: Bool = false
  ) -> GridLayout {
    GridLayout(
      width: side, height: side, count: count, enough: enough, in: (width, height), gap: gap, growsDown: growsDown)
  }

  @Test func imagesAreAsLargeAsCanBeWhileEnoughFit() {
    // 80 x 24 cells of half blocks: too few pixels for twelve images as they are.
    let small = layout(28, count: 64, enough: 12, 79, 38)
    #expect(small.imageWidth < 28 && small.count >= 12)
    // A large screen of pixels: whole multiples.
    let large = layout(28, count: 64, enough: 32, 1000, 500, gap: 4)
    #expect(large.imageWidth == 112 && large.columns == 8 && large.rows == 4)
  }

  @Test func everythingFitsTheAreaForManySizes() {
    for width in stride(from: 1, to: 200, by: 13) {
      for height in stride(from: 1, to: 120, by: 17) {
        for side in [1, 8, 28, 64, 300] {
          for count in [1, 7, 64] {
            let layout = layout(side, count: count, enough: 12, width, height)
            #expect(layout.columns * (layout.imageWidth + 1) - 1 <= width, "\(width) \(height) \(side) \(count)")
            #expect(layout.rows * (layout.imageHeight + 1) - 1 <= height, "\(width) \(height) \(side) \(count)")
            #expect(layout.imageWidth > 0 && layout.imageHeight > 0 && layout.count > 0)
          }
        }
      }
    }
  }

  @Test func allAreShownBelowTheAreaIfTheyAreAskedFor() {
    let layout = layout(28, count: 100, enough: 100, 79, 40, growsDown: true)
    #expect(layout.count >= 100 && layout.columns * (layout.imageWidth + 1) - 1 <= 79)
  }

  @Test func whatBelongsInColumnsStandsInThemWhereThatFits() {
    let wide = GridLayout(width: 28, height: 28, count: 60, enough: 12, in: (150, 80), gap: 1, columns: 10)
    #expect(wide.columns == 10 && wide.rows >= 2 && wide.columns * (wide.imageWidth + 1) - 1 <= 150)
    let narrow = GridLayout(width: 28, height: 28, count: 60, enough: 12, in: (79, 40), gap: 1, columns: 10)
    #expect(narrow.columns == 10 && narrow.imageWidth == 7 && narrow.rows == 5)
    let tooNarrow = GridLayout(width: 28, height: 28, count: 60, enough: 12, in: (50, 40), gap: 1, columns: 10)
    #expect(tooNarrow.columns < 10 && tooNarrow.imageWidth >= 10)
    let one = GridLayout(width: 28, height: 28, count: 10, enough: 12, in: (290, 80), gap: 1, columns: 10)
    #expect(one.columns == 10 && one.rows == 1 && one.imageWidth == 28)
  }

  @Test func aTowerOfFewColumnsStandsBesideItself() {
    // Three classes, 21 images of each, on 80 x 24 cells of half blocks: six of them, one under the other, would be larger.
    let layout = GridLayout(width: 28, height: 28, count: 63, enough: 12, in: (79, 44), gap: 1, columns: 3)
    #expect(layout.columns == 6 && layout.rows == 3 && layout.imageWidth == 12)
  }

  @Test func imagesStandInTheirOrderWithBlackBetweenThem() {
    let images = (0..<3).map { RasterImage(width: 1, height: 1, channels: 1, pixels: [UInt8(10 * ($0 + 1))]) }
    let layout = GridLayout(width: 1, height: 1, count: 3, enough: 3, in: (3, 3), gap: 1)
    #expect((layout.columns, layout.rows, layout.imageWidth) == (2, 2, 1))
    #expect(
      layout.picture(images)
        == RasterImage(width: 3, height: 3, channels: 1, pixels: [10, 0, 20, 0, 0, 0, 30, 0, 0]))
  }
}
