import Testing

@testable import Plots

struct GlyphTests {
  @Test func everyLetterOfASCIIHasStrokesWithinItsWidth() {
    for code in UInt8(33)...126 {
      let character = Character(UnicodeScalar(code))
      guard let glyph = StrokeFont.glyphs[character] else {
        Issue.record("'\(character)' has no glyph")
        continue
      }
      #expect(!glyph.strokes.isEmpty && glyph.strokes.allSatisfy { !$0.isEmpty })
      for point in glyph.strokes.joined() {
        #expect((-2.6...glyph.width + 0.6).contains(point.x), "\(character)")
        #expect((-5...15.5).contains(point.y), "\(character)")
      }
    }
  }
}
