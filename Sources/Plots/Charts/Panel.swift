import Foundation
import Runs

/// A part of a plot: curves over the steps of their runs, between axes.
struct Panel {
  /// A curve and how it is drawn.
  struct Line {
    let points: [CurvePoint]
    let paint: Paint
    let isDashed: Bool
    let width: Double
    /// How much of the colour its range has.
    let bandOpacity: Double
    /// Whether each point is a measurement of its own, and shown as one.
    let hasDots: Bool
  }

  let title: String
  let range: PlotRange
  let lines: [Line]
  /// What the kinds of lines mean.
  let legend: [(name: String, paint: Paint, isDashed: Bool)]
  /// Steps to mark, and why.
  var marks: [(steps: ClosedRange<Int>, name: String)] = []
  /// The last step of the longest run.
  let lastStep: Int

  /// Draws the panel.
  func draw(on drawing: inout Drawing, in part: Rectangle) {
    let inner = Rectangle(
      x: part.x + Style.left, y: part.y + Style.top, width: part.width - Style.left,
      height: part.height - Style.top - Style.bottom)
    let (values, peak) = range.axis(lines.flatMap(\.points))
    let steps = Axis(0, Double(max(1, lastStep)))
    let frame = PanelFrame(inner: inner, steps: steps, values: values)
    for mark in marks { drawMark(mark, frame, on: &drawing) }
    frame.draw(on: &drawing)
    for line in lines { draw(line, frame, on: &drawing) }
    drawTitle(in: part, peak: peak, on: &drawing)
  }

  private func drawTitle(in part: Rectangle, peak: Double?, on drawing: inout Drawing) {
    let base = part.y + Style.top - 10
    drawing.text(title, at: Point(part.x + Style.left, base), size: Style.panelTitleSize, Style.ink)
    var right = part.right
    for entry in legend.reversed() {
      drawing.text(entry.name, at: Point(right, base), size: Style.legendSize, Style.ink, anchor: .end)
      right -= StrokeFont.width(entry.name, size: Style.legendSize) + 8
      drawing.line(
        [Point(right - Style.sampleLength, base - 4.5), Point(right, base - 4.5)], width: 2.2, entry.paint,
        isDashed: entry.isDashed)
      right -= Style.sampleLength + 18
    }
    guard let peak else { return }
    let note = "peaks up to \(Axis.text(Self.rounded(peak))) are cut off"
    let place = Point(part.right - 8, part.y + Style.top + 16)
    drawing.text(note, at: place, size: Style.tickSize, Style.greyInk, anchor: .end)
  }

  /// Three digits say enough of a peak.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0 else { return 0 }
    let unit = pow(10, log10(abs(value)).rounded(.down) - 2)
    return (value / unit).rounded() * unit
  }

  private func drawMark(_ mark: (steps: ClosedRange<Int>, name: String), _ frame: PanelFrame, on drawing: inout Drawing)
  {
    let left = frame.x(mark.steps.lowerBound)
    let width = max(2, frame.x(mark.steps.upperBound) - left)
    drawing.area(Rectangle(x: left, y: frame.inner.y, width: width, height: frame.inner.height), Style.warning)
    // A short span has no room for its name, and many would write over each other.
    let needed = StrokeFont.width(mark.name, size: Style.tickSize) + 10
    guard width > needed / 2, left + needed < frame.inner.right else { return }
    drawing.text(mark.name, at: Point(left + 5, frame.inner.y + 15), size: Style.tickSize, Style.greyInk)
  }

  private func draw(_ line: Line, _ frame: PanelFrame, on drawing: inout Drawing) {
    let points = line.points
    func place(_ point: CurvePoint) -> Point { Point(frame.x(point.step), frame.y(point.value)) }
    if points.contains(where: { $0.maximum > $0.minimum }) {
      drawing.band(
        x: points.map { frame.x($0.step) }, upper: points.map { frame.y($0.maximum) },
        lower: points.map { frame.y($0.minimum) }, line.paint.faded(line.bandOpacity), inside: frame.inner)
    }
    // Lines may lie on the frame, and dots over it.
    let around = frame.inner.grown(by: Style.dot / 2)
    if points.count > 1 {
      drawing.line(points.map(place), width: line.width, line.paint, isDashed: line.isDashed, inside: around)
    }
    guard points.count == 1 || line.hasDots else { return }
    for point in points { drawing.line([place(point)], width: Style.dot, line.paint, inside: around) }
  }
}

extension Rectangle {
  /// The rectangle with so much more on each side.
  func grown(by margin: Double) -> Rectangle {
    Rectangle(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
  }
}
