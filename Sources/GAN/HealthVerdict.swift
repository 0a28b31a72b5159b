/// How a run goes, judged by its losses and by pictures of fixed latents.
public enum HealthVerdict: Int, CaseIterable, Sendable {
  /// Nothing to worry about.
  case normal
  /// The discriminator tells real from fake without effort, and its gradient teaches the generator little.
  case discriminatorWinning
  /// The generator draws nearly the same picture whatever its latents.
  case generatorCollapse
  /// The pictures no longer change.
  case stagnation

  /// The name in `metrics.jsonl`.
  public var name: String {
    switch self {
    case .normal: "normal"
    case .discriminatorWinning: "discriminatorWinning"
    case .generatorCollapse: "generatorCollapse"
    case .stagnation: "stagnation"
    }
  }
}

/// What one examination of a run measures.
struct HealthMeasures {
  /// The mean loss of the discriminator since the examination before.
  var discriminatorLoss: Double
  /// ``HealthRecord/diversity``.
  var diversity: Double
  /// ``HealthRecord/change``.
  var change: Double

  /// A discriminator that only guesses has a loss of 1.39; at 0.05 it gives real and fake images 97.5 % and 2.5 %.
  static let winningLoss = 0.05
  static let collapsedDiversity = 0.2
  static let stagnantChange = 0.01

  /// What the measures say by themselves, the cause before its consequences: a generator that learns nothing from its
  /// discriminator may collapse, and what has collapsed may stand still.
  var verdict: HealthVerdict {
    if discriminatorLoss < Self.winningLoss { return .discriminatorWinning }
    if diversity < Self.collapsedDiversity { return .generatorCollapse }
    return change < Self.stagnantChange ? .stagnation : .normal
  }

  /// What a verdict that begins means and what to try, as sentences.
  func sentence(_ verdict: HealthVerdict) -> String {
    switch verdict {
    case .normal:
      "the run is back to normal."
    case .discriminatorWinning:
      "the discriminator is winning: its loss is near 0 (\(Self.text(discriminatorLoss))), and the generator learns little "
        + "from it. Try a smaller --discriminator-learning-rate, or a larger --batch-size."
    case .generatorCollapse:
      "the generator is collapsing: its pictures differ from each other only \(Self.text(diversity)) times as much as the "
        + "training images. Try a smaller --learning-rate, a larger --batch-size or another --seed."
    case .stagnation:
      "training stagnates: the same latents give nearly the same pictures as \(HealthMonitor.interval) steps ago (change "
        + "\(Self.text(change))). If they are not good yet, try a larger --learning-rate."
    }
  }

  /// Three decimals, without the locale's comma.
  private static func text(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
