import FileFormats

/// How a run goes, judged by its losses and by pictures of fixed latents.
public enum HealthVerdict: Int, CaseIterable, Sendable {
  /// Nothing to worry about.
  case normal
  /// The discriminator tells real from fake without effort, and its gradient teaches the generator little.
  case discriminatorWinning
  /// The generator draws nearly the same picture whatever its latents: mode collapse.
  case generatorCollapse
  /// The pictures no longer change.
  case stagnation
  /// The losses are far beyond those of runs that learn.
  case lossesRunningAway

  /// The name in `metrics.jsonl`.
  public var name: String {
    switch self {
    case .normal: "normal"
    case .discriminatorWinning: "discriminatorWinning"
    case .generatorCollapse: "generatorCollapse"
    case .stagnation: "stagnation"
    case .lossesRunningAway: "lossesRunningAway"
    }
  }
}
