import FileFormats

extension Drawing {
  /// The drawing as a picture in colour, a point of which has so many pixels a side.
  public func raster(scale: Double) -> RasterImage {
    var canvas = InkCanvas(width: Int((width * scale).rounded(.up)), height: Int((height * scale).rounded(.up)))
    for element in elements { Self.draw(element, on: &canvas, scale) }
    return canvas.picture
  }

  private static func draw(_ element: Element, on canvas: inout InkCanvas, _ scale: Double) {
    func scaled(_ part: Rectangle) -> Rectangle {
      Rectangle(x: part.x * scale, y: part.y * scale, width: part.width * scale, height: part.height * scale)
    }
    func scaled(_ points: [Point]) -> [Point] { points.map { Point($0.x * scale, $0.y * scale) } }
    func scaled(_ values: [Double]) -> [Double] { values.map { $0 * scale } }
    switch element {
    case .line(let points, let width, let paint, let isDashed, let part):
      let line = scaled(points)
      canvas.stroke(
        isDashed ? Dash.pieces(of: line, width: width * scale) : [line], width: width * scale, paint,
        inside: part.map { scaled($0) })
    case .band(let x, let upper, let lower, let paint, let part):
      canvas.fillBand(x: scaled(x), upper: scaled(upper), lower: scaled(lower), paint, inside: scaled(part))
    case .area(let rectangle, let paint):
      canvas.fill(scaled(rectangle), paint)
    case .text(let text, let place, let size, let paint, let anchor):
      let line = StrokeFont.line(text, size: size)
      let shift: Double =
        switch anchor {
        case .start: 0
        case .middle: line.width / 2
        case .end: line.width
        }
      let strokes = line.strokes.map { scaled($0.map { Point(place.x - shift + $0.x, place.y + $0.y) }) }
      let part = Rectangle(
        x: place.x - shift - size, y: place.y - 2 * size, width: line.width + 2 * size, height: 3 * size)
      canvas.stroke(strokes, width: size * StrokeFont.weight * scale, paint, inside: scaled(part))
    }
  }
}
