/// Where a number of steps lies among a run's epochs, all of which have the same number of batches since the last
/// change of that.
public struct EpochPosition: Hashable, Sendable {
  /// Steps made.
  public let step: Int
  /// Batches of an epoch.
  public let batchesPerEpoch: Int
  /// Epochs that were finished, and steps that were made, when epochs came to have that many batches.
  private let earlierEpochs: Int
  private let earlierSteps: Int
  /// Whether a change behind the last step made gave up the epoch that the step belongs to.
  private let isCutShort: Bool

  init(step: Int, batchesPerEpoch: Int, since origin: (step: Int, epochsDone: Int), isCutShort: Bool) {
    self.step = step
    self.batchesPerEpoch = batchesPerEpoch
    self.isCutShort = isCutShort
    earlierEpochs = origin.epochsDone
    earlierSteps = origin.step
  }

  /// Epochs finished.
  public var epochsDone: Int { earlierEpochs + (step - earlierSteps) / batchesPerEpoch }
  /// Steps made of the epoch after those.
  public var stepsOfNextEpoch: Int { (step - earlierSteps) % batchesPerEpoch }
  /// Whether the last step made was an epoch's last; so it is before the first. An epoch that begins anew has not ended.
  public var endsEpoch: Bool { stepsOfNextEpoch == 0 && !isCutShort }
  /// The epoch that the last step made belongs to, from 1.
  public var epoch: Int { earlierEpochs + (step - earlierSteps - 1) / batchesPerEpoch + 1 }
}

extension TrainingConfiguration {
  /// Where a number of steps lies among the epochs; no fewer than were made before the last change.
  public func position(at step: Int) -> EpochPosition {
    let origin = history.origin
    return EpochPosition(
      step: step, batchesPerEpoch: batchesPerEpoch, since: origin,
      isCutShort: step == origin.step && EpochTimeline(self).wasCutShort)
  }

  /// The step that a number of epochs ends with; no later than the last change if they were finished before it.
  public func lastStep(ofEpochs epochs: Int) -> Int {
    let origin = history.origin
    return origin.step + max(0, epochs - origin.epochsDone) * batchesPerEpoch
  }
}
