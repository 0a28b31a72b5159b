import FileFormats
import GAN

/// The curves of a run, by its log: what a plot or a page of it draws.
public struct RunCurves: Sendable {
  /// A curve for each measure that the log tells of, in the order of ``Curve/Measure``.
  public let curves: [Curve]
  /// The verdicts on the run's health, one after the other.
  public let health: [HealthSpan]
  /// The last logged step; 0 before the first.
  public let lastStep: Int

  /// Reads the log of a run. A run that has logged nothing yet has no curves.
  ///
  /// - Throws: ``FileFormats/FileError`` if the log is there and cannot be read.
  public init(_ run: RunDirectory) throws {
    var entries: [MetricsText.Entry] = []
    try MetricsText.forEachEntry(of: run) { entry, _ in entries.append(entry) }
    self.init(entries)
  }

  /// Curves that are known.
  init(curves: [Curve], health: [HealthSpan], lastStep: Int) {
    (self.curves, self.health, self.lastStep) = (curves, health, lastStep)
  }

  /// Draws the curves of a log's lines.
  init(_ entries: [MetricsText.Entry]) {
    let entries = Self.way(entries)
    var points: [Curve.Measure: [CurvePoint]] = [:]
    var (epoch, seconds) = (1, 0.0)
    for entry in entries {
      if let line = entry.line { (epoch, seconds) = (line.epoch, line.seconds) }
      for (measure, value) in entry.values where value.isFinite {
        points[measure, default: []].append(
          CurvePoint(step: entry.step, epoch: epoch, seconds: seconds, value: value))
      }
    }
    curves = Curve.Measure.allCases.compactMap { measure in points[measure].map { Curve(measure: measure, points: $0) }
    }
    health = HealthSpan.all(of: entries.compactMap(\.line).filter(\.isExamined))
    lastStep = entries.last { $0.line != nil }?.step ?? 0
  }

  /// The curve of a measure; `nil` if the log does not tell of it.
  public subscript(measure: Curve.Measure) -> Curve? { curves.first { $0.measure == measure } }

  /// The lines of the way that the run has come in the end. Where the log goes back, it could not be cut when the run
  /// did, and what was said of later steps before no longer holds.
  private static func way(_ entries: [MetricsText.Entry]) -> [MetricsText.Entry] {
    var way: [MetricsText.Entry] = []
    for entry in entries where entry.ending == nil {
      // An evaluation stands behind the line of its step.
      let isMetrics = entry.line != nil
      while let last = way.last, last.step > entry.step || last.step == entry.step && (isMetrics || last.line == nil) {
        way.removeLast()
      }
      way.append(entry)
    }
    return way
  }
}

/// Steps of a run over which one verdict on its health stood.
public struct HealthSpan: Equatable, Sendable {
  /// The verdict, by its name in the log.
  public let health: String
  /// The first logged step with it, and the last.
  public let steps: ClosedRange<Int>

  /// The spans of lines in the order of their steps.
  static func all(of lines: [MetricsLine]) -> [HealthSpan] {
    var spans: [HealthSpan] = []
    for line in lines {
      if let last = spans.last, last.health == line.health {
        spans[spans.count - 1] = HealthSpan(health: last.health, steps: last.steps.lowerBound...line.step)
      } else {
        spans.append(HealthSpan(health: line.health, steps: line.step...line.step))
      }
    }
    return spans
  }
}

extension MetricsText.Entry {
  /// What the line measures.
  fileprivate var values: [(Curve.Measure, Double)] {
    var values: [(Curve.Measure, Double)] = []
    if let line {
      values += [
        (.discriminatorLoss, line.metrics.discriminatorLoss), (.generatorLoss, line.metrics.generatorLoss),
        (.realProbability, line.metrics.realProbability), (.fakeProbability, line.metrics.fakeProbability),
        (.learningRateFactor, line.learningRateFactor), (.imagesPerSecond, line.imagesPerSecond),
      ]
      values += [(Curve.Measure.diversity, line.diversity), (.pictureChange, line.pictureChange)].compactMap {
        measure, value in value.map { (measure, $0) }
      }
    }
    if let quality {
      let measures: [Curve.Measure] = [.frechet, .kernel, .precision, .recall, .density, .coverage]
      values += measures.compactMap { measure in quality.value(measure.rawValue).map { (measure, $0) } }
    }
    return values
  }
}
