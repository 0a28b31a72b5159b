/// A measure of a run over its steps.
public struct Curve: Equatable, Sendable {
  /// What a curve shows.
  public enum Measure: String, CaseIterable, Sendable {
    /// The discriminator's loss.
    case discriminatorLoss
    /// The generator's loss.
    case generatorLoss
    /// The mean probability that the discriminator gives real images.
    case realProbability
    /// The mean probability that the discriminator gives fakes.
    case fakeProbability
    /// ``MetricsLine/diversity``.
    case diversity
    /// ``MetricsLine/pictureChange``.
    case pictureChange
    /// What the learning rates were multiplied by.
    case learningRateFactor
    /// Images trained on in a second.
    case imagesPerSecond
    /// The Fréchet distance of an evaluation. Whatever an evaluation measures has a point at each of them only.
    case frechet
    /// The kernel distance of an evaluation.
    case kernel
    /// The share of samples that lie among real images.
    case precision
    /// The share of real images that lie among samples.
    case recall
    /// How densely real images lie about samples.
    case density
    /// The share of real images with a sample near them.
    case coverage
  }

  /// What it shows.
  public let measure: Measure
  /// Its points in the order of their steps, at least one.
  public let points: [CurvePoint]
}

/// A point of a curve: what was measured at a step, or at several that were drawn together.
public struct CurvePoint: Equatable, Sendable {
  /// The step; of several, the last.
  public let step: Int
  /// The epoch that it belongs to, from 1.
  public let epoch: Int
  /// Seconds of training until then.
  public let seconds: Double
  /// What was measured; of several, the mean.
  public let value: Double
  /// The least of what was drawn together.
  public let minimum: Double
  /// The greatest of what was drawn together.
  public let maximum: Double

  /// A single measurement.
  public init(step: Int, epoch: Int, seconds: Double, value: Double) {
    self.init(step: step, epoch: epoch, seconds: seconds, value: value, minimum: value, maximum: value)
  }

  private init(step: Int, epoch: Int, seconds: Double, value: Double, minimum: Double, maximum: Double) {
    self.step = step
    self.epoch = epoch
    self.seconds = seconds
    self.value = value
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Draws points together; `nil` if there is none.
  init?(together points: ArraySlice<CurvePoint>) {
    guard let last = points.last else { return nil }
    let minimum = points.lazy.map(\.minimum).min() ?? last.minimum
    let maximum = points.lazy.map(\.maximum).max() ?? last.maximum
    // Divided before they are added, and held within the range: the sum of the greatest numbers would be infinite.
    let mean = points.reduce(0) { $0 + $1.value / Double(points.count) }
    self.init(
      step: last.step, epoch: last.epoch, seconds: last.seconds,
      value: points.count == 1 ? last.value : min(max(mean, minimum), maximum), minimum: minimum, maximum: maximum)
  }
}

extension Curve {
  /// The curve with at most `count` points, at least one: neighbours are drawn together as evenly as it goes, each to
  /// their mean, with the range that they span. No peak is lost, and a curve that is short enough stays as it is.
  public func thinned(to count: Int) -> Curve {
    guard points.count > count else { return self }
    let groups = (0..<count).compactMap { group in
      CurvePoint(together: points[group * points.count / count..<(group + 1) * points.count / count])
    }
    return Curve(measure: measure, points: groups)
  }
}
