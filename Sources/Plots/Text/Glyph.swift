import Foundation

/// A letter as strokes of a pen.
struct Glyph {
  /// From its left edge to its right one, in units.
  let width: Double
  /// The strokes, upwards from the base line.
  let strokes: [[Point]]

  /// Reads a path: `M` puts the pen down at a place, `L` draws to one, and `E` draws a part of an ellipse, given by its
  /// middle, its half axes, and the angles in degrees, counted anticlockwise from the right, at which it begins and
  /// ends. An `E` at the beginning puts the pen down where it begins.
  init(width: Double, _ path: String) {
    self.width = width
    var strokes: [[Point]] = []
    for part in path.split(separator: " ") {
      let numbers = part.dropFirst().split(separator: ",").compactMap { Double($0) }
      switch (part.first, numbers.count) {
      case ("M", 2): strokes.append([Point(numbers[0], numbers[1])])
      case ("L", 2): strokes[strokes.count - 1].append(Point(numbers[0], numbers[1]))
      case ("E", 6):
        if strokes.isEmpty { strokes.append([]) }
        strokes[strokes.count - 1] += Self.arc(numbers)
      default: preconditionFailure("'\(part)' is no part of a glyph's path.")
      }
    }
    self.strokes = strokes
  }

  /// Degrees from a corner of an arc to the next, which the eye does not see at the sizes of texts.
  private static let step = 15.0

  private static func arc(_ numbers: [Double]) -> [Point] {
    let (from, to) = (numbers[4], numbers[5])
    let count = Int((abs(to - from) / step).rounded(.up))
    return (0...count).map {
      let angle = (from + (to - from) * Double($0) / Double(count)) * .pi / 180
      return Point(numbers[0] + numbers[2] * cos(angle), numbers[1] + numbers[3] * sin(angle))
    }
  }
}
