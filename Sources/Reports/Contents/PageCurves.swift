import FileFormats
import Runs

/// Curves as the page's script reads them.
enum PageCurves {
  /// The most points of a curve: more than a drawing has pixels to tell apart.
  static let maximumCount = 800
  /// The most spans of a verdict: shorter ones are drawn together.
  private static let maximumSpanCount = 400

  /// A member for each curve, with a list for each coordinate of its points.
  static func json(_ curves: RunCurves) -> JSONValue {
    .object(
      Dictionary(
        uniqueKeysWithValues: curves.curves.map { curve in
          let points = curve.thinned(to: maximumCount).points
          return (
            curve.measure.rawValue,
            .object([
              "step": .array(points.map { .number($0.step) }),
              "epoch": .array(points.map { .number($0.epoch) }),
              "seconds": .array(points.map { .number(Float($0.seconds)) }),
              // Eight digits are enough to draw and to read, and half as long.
              "value": .array(points.map { .number(Float($0.value)) }),
              "minimum": .array(points.map { .number(Float($0.minimum)) }),
              "maximum": .array(points.map { .number(Float($0.maximum)) }),
            ])
          )
        }))
  }

  /// The verdicts on the run's health, one after the other: `until` is the step with which the next begins.
  static func health(_ curves: RunCurves) -> JSONValue {
    let step = curves.lastStep / maximumSpanCount
    var spans: [HealthSpan] = []
    for span in curves.health {
      // Of verdicts that flicker, each span of the drawing has the first.
      if let last = spans.last, span.steps.upperBound - last.steps.lowerBound < step { continue }
      spans.append(span)
    }
    return .array(
      spans.enumerated().map { place, span in
        let next = place + 1 < spans.count ? spans[place + 1].steps.lowerBound : curves.lastStep + 1
        return .object([
          "name": .string(span.health.excerpt), "from": .number(span.steps.lowerBound),
          "to": .number(span.steps.upperBound), "until": .number(next),
        ])
      })
  }
}
