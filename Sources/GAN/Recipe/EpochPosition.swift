/// Where a number of steps lies among a run's epochs, all of which have the same number of batches.
public struct EpochPosition: Hashable, Sendable {
  /// Steps made.
  public let step: Int
  /// Batches of an epoch.
  public let batchesPerEpoch: Int

  /// Epochs finished.
  public var epochsDone: Int { step / batchesPerEpoch }
  /// Steps made of the epoch after those.
  public var stepsOfNextEpoch: Int { step % batchesPerEpoch }
  /// Whether the last step made was an epoch's last; so it is before the first.
  public var endsEpoch: Bool { stepsOfNextEpoch == 0 }
  /// The epoch that the last step made belongs to, from 1.
  public var epoch: Int { (step - 1) / batchesPerEpoch + 1 }
}

extension TrainingConfiguration {
  /// Where a number of steps lies among the epochs.
  public func position(at step: Int) -> EpochPosition {
    EpochPosition(step: step, batchesPerEpoch: batchesPerEpoch)
  }

  /// The step that a number of epochs ends with.
  public func lastStep(ofEpochs epochs: Int) -> Int { epochs * batchesPerEpoch }
}
