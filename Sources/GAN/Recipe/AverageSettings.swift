import TensorCore

/// How the exponential moving average (EMA) of the generator's weights forgets.
///
/// After each step the average moves towards the weights by `1 - 2^(-b / h)` of the way, where b is the images of a
/// batch and h the half-life in images: what a weight was h images ago counts half of what it is. Early in a run h is
/// at most ``rampUp`` times the images that were seen, so that the first weights, which are noise, are soon forgotten
/// (Karras et al., 2020, StyleGAN2: half-lives of 10,000 to 20,000 images, and a ramp-up of 0.05).
public struct AverageSettings: Hashable, Sendable {
  /// Images after which a weight counts half in the average; 0 for no average.
  public var halfLife = 0
  /// The half-life at most, as a part of the images that were seen.
  public var rampUp = 0.05

  /// No average.
  public init() {}

  /// Whether there is an average.
  public var isKept: Bool { halfLife > 0 }

  /// How far the average moves towards the weights after a step.
  ///
  /// - Parameters:
  ///   - steps: the steps made, this one included.
  ///   - batchSize: images of a batch.
  /// - Returns: the part of the way, from 0 to 1.
  func motion(steps: Int, batchSize: Int) -> Double {
    let batch = Double(batchSize)
    let halfLife = min(Double(halfLife), rampUp * Double(steps) * batch)
    return 1 - portableExp(-logTwo * batch / halfLife)
  }

  /// The natural logarithm of 2.
  private var logTwo: Double { 0x1.62e42fefa39efp-1 }
}

extension TrainingSettings.Table {
  /// ``AverageSettings/halfLife``.
  public static let averageHalfLife = Setting(
    \TrainingSettings.average.halfLife, key: "averageHalfLife", title: "average's half-life",
    option: .value(
      "average-half-life", valueName: "IMAGES",
      help: "Make images with an average of the generator's weights, in which one counts half after so many images of "
        + "training; 0 for none."),
    range: .closed(0...1_000_000_000), absence: .means(0), mayChange: false)

  /// ``AverageSettings/rampUp``.
  public static let averageRampUp = Setting(
    \TrainingSettings.average.rampUp, key: "averageRampUp", title: "average's ramp-up",
    option: .value(
      "average-ramp-up", valueName: "X",
      help: "The average's half-life is at most this part of the images seen so far."),
    range: .greaterThan(0), absence: .means(0.05))
}
