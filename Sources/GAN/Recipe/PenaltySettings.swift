/// The zero-centred penalties on the gradient of the discriminator's logit with respect to the image (Mescheder, Geiger
/// & Nowozin, 2018): each is half its weight times the mean squared norm of that gradient over a batch.
public struct PenaltySettings: Hashable, Sendable {
  /// The weight of the penalty at real images, R1.
  public var r1 = 0.0
  /// The weight of the penalty at fakes, R2.
  public var r2 = 0.0
  /// The steps from one with penalties to the next, which has them so many times: lazy regularisation (Karras et al.,
  /// 2020, "Analyzing and Improving the Image Quality of StyleGAN").
  public var interval = 16

  /// No penalties.
  public init() {}

  /// Whether there is any.
  package var isOn: Bool { r1 > 0 || r2 > 0 }

  /// Whether the step after `step` others has penalties.
  func isDue(at step: Int) -> Bool { step.isMultiple(of: interval) }
}

extension TrainingSettings.Table {
  /// ``PenaltySettings/r1``.
  public static let r1 = Setting(
    \TrainingSettings.penalty.r1, key: "r1", title: "R1 penalty",
    option: .value(
      "r1", valueName: "GAMMA",
      help: "Weight of the R1 penalty: half of it times the mean squared gradient of the discriminator's logit at real "
        + "images. Not with a discriminator that has batch normalisation."),
    range: .closed(0...1e6), absence: .means(0))

  /// ``PenaltySettings/r2``.
  public static let r2 = Setting(
    \TrainingSettings.penalty.r2, key: "r2", title: "R2 penalty",
    option: .value("r2", valueName: "GAMMA", help: "Weight of the R2 penalty: the same at fakes."),
    range: .closed(0...1e6), absence: .means(0))

  /// ``PenaltySettings/interval``.
  public static let penaltyInterval = Setting(
    \TrainingSettings.penalty.interval, key: "penaltyEvery", title: "penalty every",
    option: .value(
      "penalty-every", valueName: "STEPS",
      help: "Take the penalties in every so many steps alone, so many times as strong."),
    range: .closed(1...1_000_000), absence: .means(16))
}
