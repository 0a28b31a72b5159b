import FileFormats

/// A place in a drawing, in points from its upper left corner.
public struct Point: Equatable, Sendable {
  /// To the right, and down.
  public var x, y: Double

  /// A place.
  public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
}

/// A part of a drawing with sides along its own.
public struct Rectangle: Hashable, Sendable {
  /// The upper left corner.
  public var x, y: Double
  /// The extents.
  public var width, height: Double

  /// A rectangle by its upper left corner and its extents.
  public init(x: Double, y: Double, width: Double, height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  /// The right side.
  public var right: Double { x + width }
  /// The lower side.
  public var bottom: Double { y + height }
}

/// A colour, and how much of what is below it shows through.
public struct Paint: Equatable, Sendable {
  /// The colour.
  public var colour: RGBColour
  /// From 0, nothing to be seen, to 1.
  public var opacity = 1.0

  /// A paint of six hexadecimal digits, as in a web page.
  public init(_ hexadecimal: UInt32, opacity: Double = 1) {
    func level(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: hexadecimal >> shift) }
    colour = RGBColour(red: level(16), green: level(8), blue: level(0))
    self.opacity = opacity
  }

  /// The same colour, more or less transparent.
  public func faded(_ opacity: Double) -> Paint {
    var faded = self
    faded.opacity = opacity
    return faded
  }
}

/// Lines, areas and texts on white, which become a picture (PNG) or a file of SVG alike.
public struct Drawing: Sendable {
  /// The extents in points.
  public let width, height: Double
  /// What is drawn, one over the other.
  public private(set) var elements: [Element] = []
  /// What it shows, in words, for those who do not see it.
  public let title: String

  /// Something that is drawn.
  public enum Element: Equatable, Sendable {
    /// A line through points, at least one, with round ends, drawn inside of a part alone; in dashes if it is dashed.
    case line([Point], width: Double, Paint, isDashed: Bool, inside: Rectangle?)
    /// The area between two lines, drawn inside of a part alone. The three lists have one length.
    case band(x: [Double], upper: [Double], lower: [Double], Paint, inside: Rectangle)
    /// A rectangle.
    case area(Rectangle, Paint)
    /// A text in one line whose base line begins, has its middle, or ends at a place.
    case text(String, Point, size: Double, Paint, anchor: Anchor)
  }

  /// Which part of a text is at its place.
  public enum Anchor: String, Sendable {
    /// As SVG calls them.
    case start, middle, end
  }

  /// An empty drawing.
  public init(width: Double, height: Double, title: String) {
    (self.width, self.height, self.title) = (width, height, title)
  }

  /// Draws a line through points; through one, a dot.
  public mutating func line(
    _ points: [Point], width: Double, _ paint: Paint, isDashed: Bool = false, inside part: Rectangle? = nil
  ) {
    guard !points.isEmpty else { return }
    elements.append(.line(points, width: width, paint, isDashed: isDashed, inside: part))
  }

  /// Draws the area between two lines.
  public mutating func band(x: [Double], upper: [Double], lower: [Double], _ paint: Paint, inside part: Rectangle) {
    precondition(x.count == upper.count && x.count == lower.count)
    elements.append(.band(x: x, upper: upper, lower: lower, paint, inside: part))
  }

  /// Fills a rectangle.
  public mutating func area(_ rectangle: Rectangle, _ paint: Paint) { elements.append(.area(rectangle, paint)) }

  /// Writes a text in one line.
  public mutating func text(
    _ text: String, at place: Point, size: Double, _ paint: Paint, anchor: Anchor = .start
  ) {
    elements.append(.text(text, place, size: size, paint, anchor: anchor))
  }
}
