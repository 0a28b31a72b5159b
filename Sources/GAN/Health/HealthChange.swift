import FileFormats

/// A verdict on a run's health that begins to hold.
public struct HealthChange: RunNotice {
  /// The step after which it was found.
  public let step: Int
  /// The verdict.
  public let verdict: HealthVerdict
  private let measures: HealthMeasures

  init(step: Int, verdict: HealthVerdict, measures: HealthMeasures) {
    self.step = step
    self.verdict = verdict
    self.measures = measures
  }

  /// What was seen, as a sentence.
  public var description: String { "Health at step \(step): \(finding)." }

  private var finding: String {
    switch verdict {
    case .normal:
      "the run is back to normal"
    case .discriminatorWinning:
      "the discriminator is winning: its loss is near \(Self.least(measures.lossRange)) (\(Self.text(measures.discriminatorLoss))), and the generator "
        + "learns little from it"
    case .generatorCollapse where measures.drawsFewPictures && measures.diversity > HealthMeasures.collapsedDiversity:
      "the generator is collapsing onto a few pictures: \(measures.twins) of \(HealthRecord.examinedCount) are drawn "
        + "more than once"
    case .generatorCollapse:
      "the generator is collapsing: its pictures differ from each other \(Self.text(measures.diversity)) times as much "
        + "as the training images do (at best \(Self.text(measures.bestDiversity)) times)"
    case .stagnation:
      "training stagnates: the same latents give nearly the same pictures as \(HealthMonitor.interval) steps ago "
        + "(change \(Self.text(measures.change)))"
    case .lossesRunningAway:
      "the losses are running away: \(Self.loss(measures.generatorLoss)) for the generator, "
        + "\(Self.loss(measures.discriminatorLoss)) for the discriminator on average, where runs that learn have less "
        + "than 10"
    }
  }

  private static func least(_ range: ClosedRange<Double>) -> String {
    range.lowerBound == 0 ? "0" : "its least, \(text(range.lowerBound))"
  }

  private static func loss(_ value: Double) -> String {
    abs(value) < 1e6 ? value.text(decimals: 3) : "a million or more"
  }

  private static func text(_ value: Double) -> String { value < 0.001 ? "less than 0.001" : value.text(decimals: 3) }
}
