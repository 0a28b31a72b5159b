/// What stands above the panels: a run's name and what became of it, or of several runs a legend.
struct PlotHeader {
  /// How much room it takes.
  let height: Double
  private let entries: [(place: Point, name: String, remark: String, paint: Paint?)]

  private static let lineHeight = 24.0
  private static let firstBase = 40.0
  private static let gap = 34.0
  private static let room = Style.width - 2 * Style.margin

  /// Lays out the names of runs.
  init(_ runs: [RunPlot.Run]) {
    if runs.count == 1 {
      let remark = runs[0].remark
      let width = Self.room - StrokeFont.width(remark, size: Style.legendSize) - Self.gap
      let name = Self.fitted(runs[0].name, size: Style.titleSize, width: width)
      entries = [(Point(Style.margin, Self.firstBase), name, remark, nil)]
      height = Self.firstBase + 16
      return
    }
    var (entries, place): ([(Point, String, String, Paint?)], Point) = ([], Point(Style.margin, Self.firstBase - 8))
    for (number, run) in runs.enumerated() {
      let remarkWidth = StrokeFont.width(run.remark, size: Style.legendSize) + 10
      let name = Self.fitted(
        run.name, size: Style.legendSize, width: Self.room - Style.sampleLength - 10 - remarkWidth)
      let width = Style.sampleLength + 10 + StrokeFont.width(name, size: Style.legendSize) + remarkWidth
      if place.x > Style.margin, place.x + width > Style.margin + Self.room {
        place = Point(Style.margin, place.y + Self.lineHeight)
      }
      entries.append((place, name, run.remark, Style.colours[number]))
      place.x += width + Self.gap
    }
    self.entries = entries
    height = place.y + 24
  }

  /// The end of a text that fits: that of a path says most.
  private static func fitted(_ text: String, size: Double, width: Double) -> String {
    if StrokeFont.width(text, size: size) <= width { return text }
    var rest = Substring(text.suffix(400))
    while rest.count > 1, StrokeFont.width("…" + rest, size: size) > width { rest.removeFirst() }
    return "…" + rest
  }

  /// Draws it.
  func draw(on drawing: inout Drawing) {
    for entry in entries {
      var place = entry.place
      let size = entry.paint == nil ? Style.titleSize : Style.legendSize
      if let paint = entry.paint {
        drawing.line(
          [Point(place.x, place.y - 4.5), Point(place.x + Style.sampleLength, place.y - 4.5)], width: 2.6, paint)
        place.x += Style.sampleLength + 10
      }
      drawing.text(entry.name, at: place, size: size, Style.ink)
      place.x += StrokeFont.width(entry.name, size: size) + 14
      drawing.text(entry.remark, at: place, size: Style.legendSize, Style.greyInk)
    }
  }
}
