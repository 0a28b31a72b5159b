/// The axes of a panel, and where values lie between them.
struct PanelFrame {
  /// What lies between the axes.
  let inner: Rectangle
  let steps: Axis
  let values: Axis

  /// Where a step lies.
  func x(_ step: Int) -> Double { inner.x + inner.width * steps.part(Double(step)) }

  /// Where a value lies; one far outside no further than a panel away, so that no number on the way becomes infinite.
  func y(_ value: Double) -> Double { inner.bottom - inner.height * min(2, max(-1, values.part(value))) }

  /// Draws lines across, the axes, and their numbers.
  func draw(on drawing: inout Drawing) {
    for tick in values.ticks(about: 5) {
      let height = y(tick)
      drawing.line([Point(inner.x, height), Point(inner.right, height)], width: 1, Style.grid)
      drawing.text(
        Axis.text(tick), at: Point(inner.x - 8, height + 4.3), size: Style.tickSize, Style.greyInk, anchor: .end)
    }
    for tick in steps.wholeTicks(about: 6) {
      let place = x(tick)
      drawing.line([Point(place, inner.y), Point(place, inner.bottom)], width: 1, Style.grid)
      drawing.text(
        Axis.text(Double(tick)), at: Point(place, inner.bottom + 17), size: Style.tickSize, Style.greyInk,
        anchor: .middle)
    }
    drawing.line(
      [Point(inner.x, inner.y), Point(inner.x, inner.bottom), Point(inner.right, inner.bottom)], width: 1, Style.frame)
    drawing.text(
      "step", at: Point(inner.x + inner.width / 2, inner.bottom + 34), size: Style.tickSize, Style.greyInk,
      anchor: .middle)
  }
}
