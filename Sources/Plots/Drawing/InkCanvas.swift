import FileFormats

/// A white picture that is drawn on with soft edges: a pixel that a line covers in part takes as much of its colour.
struct InkCanvas {
  /// Extents in pixels.
  let width, height: Int
  private var pixels: [UInt8]

  /// A white picture.
  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    pixels = [UInt8](repeating: 255, count: 3 * width * height)
  }

  /// The picture.
  var picture: RasterImage { RasterImage(width: width, height: height, channels: 3, pixels: pixels) }

  /// The pixels that a part touches.
  private func columnsAndRows(_ part: Rectangle) -> (columns: Range<Int>, rows: Range<Int>) {
    func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
      let start = Int(min(max(low.rounded(.down), 0), Double(count)))
      return start..<max(start, Int(min(max(high.rounded(.up), 0), Double(count))))
    }
    return (range(part.x, part.right, width), range(part.y, part.bottom, height))
  }

  private mutating func blend(_ column: Int, _ row: Int, _ paint: Paint, coverage: Double) {
    let amount = min(1, coverage) * paint.opacity
    let place = 3 * (row * width + column)
    func mixed(_ below: UInt8, _ level: UInt8) -> UInt8 {
      UInt8((Double(below) + (Double(level) - Double(below)) * amount).rounded())
    }
    pixels[place] = mixed(pixels[place], paint.colour.red)
    pixels[place + 1] = mixed(pixels[place + 1], paint.colour.green)
    pixels[place + 2] = mixed(pixels[place + 2], paint.colour.blue)
  }

  /// Draws lines of one width with round ends as one stroke: where they meet or cross, they are no darker.
  mutating func stroke(_ lines: [[Point]], width: Double, _ paint: Paint, inside part: Rectangle? = nil) {
    let radius = width / 2
    let (columns, rows) = touched(by: lines, reach: radius + 1, inside: part)
    guard !columns.isEmpty, !rows.isEmpty else { return }
    // How much of each pixel is covered, in the part alone.
    var mask = [Float](repeating: 0, count: columns.count * rows.count)
    for line in lines {
      for (start, end) in zip(line, line.count > 1 ? line.dropFirst() : line[...]) {
        let reach = radius + 1
        let (left, top) = (min(start.x, end.x) - reach, min(start.y, end.y) - reach)
        let box = columnsAndRows(
          Rectangle(
            x: left, y: top, width: max(start.x, end.x) + reach - left, height: max(start.y, end.y) + reach - top))
        for row in box.rows.clamped(to: rows) {
          for column in box.columns.clamped(to: columns) {
            let distance = Self.distance(Point(Double(column) + 0.5, Double(row) + 0.5), start, end)
            let covered = Float(min(1, max(0, radius + 0.5 - distance)) * min(1, width))
            let place = (row - rows.lowerBound) * columns.count + column - columns.lowerBound
            mask[place] = max(mask[place], covered)
          }
        }
      }
    }
    for row in rows {
      for column in columns {
        let covered = mask[(row - rows.lowerBound) * columns.count + column - columns.lowerBound]
        if covered > 0 { blend(column, row, paint, coverage: Double(covered)) }
      }
    }
  }

  /// The pixels of a part that lines come near to.
  private func touched(
    by lines: [[Point]], reach: Double, inside part: Rectangle?
  ) -> (columns: Range<Int>, rows: Range<Int>) {
    var (low, high) = (Point(.infinity, .infinity), Point(-.infinity, -.infinity))
    for point in lines.joined() {
      low = Point(min(low.x, point.x), min(low.y, point.y))
      high = Point(max(high.x, point.x), max(high.y, point.y))
    }
    guard low.x <= high.x else { return (0..<0, 0..<0) }
    let all = columnsAndRows(
      Rectangle(
        x: low.x - reach, y: low.y - reach, width: high.x - low.x + 2 * reach, height: high.y - low.y + 2 * reach))
    guard let part else { return all }
    let inner = columnsAndRows(part)
    return (all.columns.clamped(to: inner.columns), all.rows.clamped(to: inner.rows))
  }

  /// How far a place is from a stretch.
  private static func distance(_ place: Point, _ start: Point, _ end: Point) -> Double {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let square = dx * dx + dy * dy
    let along = square > 0 ? min(1, max(0, ((place.x - start.x) * dx + (place.y - start.y) * dy) / square)) : 0
    let (x, y) = (place.x - start.x - along * dx, place.y - start.y - along * dy)
    return (x * x + y * y).squareRoot()
  }

  /// Fills a rectangle.
  mutating func fill(_ rectangle: Rectangle, _ paint: Paint) {
    let (columns, rows) = columnsAndRows(rectangle)
    for row in rows {
      let high = min(rectangle.bottom, Double(row) + 1) - max(rectangle.y, Double(row))
      for column in columns {
        let wide = min(rectangle.right, Double(column) + 1) - max(rectangle.x, Double(column))
        blend(column, row, paint, coverage: high * wide)
      }
    }
  }

  /// Fills the area between two lines, whose places to the right grow.
  mutating func fillBand(x: [Double], upper: [Double], lower: [Double], _ paint: Paint, inside part: Rectangle) {
    guard let first = x.first, let last = x.last, x.count > 1 else { return }
    let (columns, rows) = columnsAndRows(part)
    var segment = 0
    for column in columns {
      let middle = Double(column) + 0.5
      guard middle >= first, middle <= last else { continue }
      while segment < x.count - 2, x[segment + 1] < middle { segment += 1 }
      let length = x[segment + 1] - x[segment]
      let along = length > 0 ? (middle - x[segment]) / length : 0
      func at(_ line: [Double]) -> Double { line[segment] + (line[segment + 1] - line[segment]) * along }
      let (top, bottom) = (at(upper), at(lower))
      let (low, high) = (max(min(top, bottom), part.y), min(max(top, bottom), part.bottom))
      guard high > low else { continue }
      for row in Range(uncheckedBounds: (Int(low), max(Int(low), Int(high.rounded(.up))))).clamped(to: rows) {
        blend(column, row, paint, coverage: min(high, Double(row) + 1) - max(low, Double(row)))
      }
    }
  }
}
