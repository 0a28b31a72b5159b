import Foundation

/// Letters of single strokes, for pictures: no font of the system is needed, and every system draws the same.
enum StrokeFont {
  /// The width of the strokes, as a part of the size.
  static let weight = 0.085
  /// The height of the capitals, as a part of the size: that of common sans-serif fonts.
  private static let capitals = 0.72
  private static let unitsOfCapitals = 14.0
  /// Units between two letters, and the width of a space between those gaps.
  private static let gap = 3.3
  private static let space = 4.0

  /// A line of text: its strokes from the beginning of its base line, downwards, and its width.
  static func line(_ text: String, size: Double) -> (strokes: [[Point]], width: Double) {
    let unit = size * capitals / unitsOfCapitals
    var (strokes, pen): ([[Point]], Double) = ([], 0)
    for character in text {
      if character == " " {
        pen += space + gap
        continue
      }
      let glyph = glyph(of: character)
      strokes += glyph.strokes.map { stroke in stroke.map { Point((pen + $0.x) * unit, -$0.y * unit) } }
      pen += glyph.width + gap
    }
    return (strokes, max(0, pen - gap) * unit)
  }

  /// The room to leave for a line of text, in SVG too, whose letters are the reader's own and a little wider.
  static func width(_ text: String, size: Double) -> Double { 1.16 * line(text, size: size).width }

  /// The letter; without its accents if it is not known with them, or a box.
  private static func glyph(of character: Character) -> Glyph {
    if let glyph = glyphs[character] { return glyph }
    let base = String(character).decomposedStringWithCanonicalMapping.unicodeScalars.first.map(Character.init)
    return base.flatMap { glyphs[$0] } ?? box
  }

  private static let box = Glyph(width: 7, "M0,0 L0,14 L7,14 L7,0 L0,0")
}
