import FileFormats

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
  /// ``HealthRecord/bestDiversity``.
  var bestDiversity: Double
  /// ``HealthRecord/change``.
  var change: Double
  /// Whether the generator may still come to draw different pictures: the plain GAN takes 400 steps to it.
  var isBeginning = false

  /// Steps that are the beginning of a run.
  static let beginning = 1000

  /// A discriminator that only guesses has a loss of 1.39. Healthy runs stayed above 0.11, slow ones in their beginning; with
  /// a generator that hardly learns it fell below 0.002 within 200 steps.
  static let winningLoss = 0.05
  /// An untrained generator has 0.2 and more, since its noise differs with the latents; collapsed ones had less than 0.001.
  static let collapsedDiversity = 0.1
  /// Below this, all pictures are one. An untrained dcgan64 had 0.03 to 0.07.
  static let samePictureDiversity = 0.01
  /// A part of the best diversity so far. It stayed above 0.8 of it in healthy runs.
  static let fallenDiversity = 1.0 / 3
  /// Healthy runs stayed above 0.12. With weights that stand still it is 0.01: the running statistics still move.
  static let stagnantChange = 0.03

  /// What the measures say by themselves, the cause before its consequences: a collapsed generator is easily told from the
  /// data; a discriminator that wins from the start keeps pictures from ever differing much; and whoever has lost to it may
  /// stand still.
  var verdict: HealthVerdict {
    if diversity < max(Self.samePictureDiversity, Self.fallenDiversity * bestDiversity) { return .generatorCollapse }
    if discriminatorLoss < Self.winningLoss { return .discriminatorWinning }
    if diversity < Self.collapsedDiversity, !isBeginning { return .generatorCollapse }
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
      "the generator is collapsing: its pictures differ from each other \(Self.text(diversity)) times as much as the "
        + "training images do (at best \(Self.text(bestDiversity)) times). Try a smaller --learning-rate, a larger --batch-size or another --seed."
    case .stagnation:
      "training stagnates: the same latents give nearly the same pictures as \(HealthMonitor.interval) steps ago (change "
        + "\(Self.text(change))). If they are not good yet, try a larger --learning-rate."
    }
  }

  private static func text(_ value: Double) -> String { value < 0.001 ? "less than 0.001" : value.text(decimals: 3) }
}
