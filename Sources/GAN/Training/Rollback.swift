import NeuralNetwork

/// A return to an earlier step with a smaller learning rate, because numbers were no longer finite.
public struct Rollback: RunNotice {
  /// The step that gave such numbers.
  public let failedStep: Int
  /// Which numbers, such as "the losses".
  public let notFinite: String
  /// The step from which training goes on.
  public let step: Int
  /// The returns of the run so far, this one included.
  public let count: Int

  /// How often a run goes back before it gives up.
  public static let maximumCount = 3

  /// What the learning rates are multiplied by after a number of returns: each halves them.
  package static func learningRateFactor(after count: Int) -> Double { 1 / Double(1 << count) }

  /// What happened and what was changed, as a sentence.
  public var description: String {
    "Step \(failedStep) gave numbers that are not finite (\(notFinite)): going on from step \(step) with "
      + "\(Self.learningRateFactor(after: count)) times the learning rate (return \(count) of at most "
      + "\(Self.maximumCount))."
  }
}

/// The losses or weights are no longer numbers, and smaller learning rates did not help.
public struct TrainingDivergedError: Error, CustomStringConvertible {
  /// What happened, as sentences.
  public let description: String
  /// Whether the discriminator has a learning rate of its own, which stays when the other is set.
  public let hasOwnDiscriminatorRate: Bool

  /// An error about what was found not to be finite after a step, such as "the losses".
  init(step: Int, notFinite: String, hasOwnDiscriminatorRate: Bool) {
    self.hasOwnDiscriminatorRate = hasOwnDiscriminatorRate
    description =
      "Training diverged: step \(step) gave numbers that are not finite (\(notFinite)), even after "
      + "\(Rollback.maximumCount) returns to an earlier step, each with half the learning rate. What was saved before "
      + "is kept."
  }
}

extension TrainingState {
  /// Which numbers are not finite after a step with these metrics, in words; `nil` if all are.
  func notFinite(_ metrics: StepMetrics) -> String? {
    if !metrics.isFinite { return "the losses" }
    if !discriminatorOptimizer.isFinite { return "the discriminator's gradients or weights" }
    if !generatorOptimizer.isFinite { return "the generator's gradients or weights" }
    if !discriminator.network.runningStatisticsAreFinite { return "the discriminator's running statistics" }
    if !generator.network.runningStatisticsAreFinite { return "the generator's running statistics" }
    return nil
  }

  /// Goes back to the last snapshot, and halves the learning rates.
  ///
  /// - Throws: ``TrainingDivergedError`` if that was done as often as it may be.
  func rollBack(notFinite: String) throws(TrainingDivergedError) -> Rollback {
    let failedStep = step
    guard rollbacks < Rollback.maximumCount else {
      throw TrainingDivergedError(
        step: failedStep, notFinite: notFinite,
        hasOwnDiscriminatorRate: configuration.settings.discriminatorLearningRate != nil)
    }
    rollbacks += 1
    snapshot.restore()
    step = configuration.lastSnapshot(at: failedStep - 1)
    parametersDidChange()
    return Rollback(failedStep: failedStep, notFinite: notFinite, step: step, count: rollbacks)
  }
}
