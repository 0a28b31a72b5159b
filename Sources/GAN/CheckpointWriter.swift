/// Saves the run after every epoch, every few steps if so asked, and when it ends.
public final class CheckpointWriter: TrainingObserver {
  private let run: RunDirectory
  private let interval: Int?

  /// Saves every `interval` steps beside the ends of epochs.
  public init(_ run: RunDirectory, everySteps interval: Int?) {
    self.run = run
    self.interval = interval
  }

  /// Saves if it is due.
  public func stepDidEnd(_ progress: TrainingProgress) throws {
    let isDue = interval.map { progress.step % $0 == 0 } ?? false
    guard isDue || progress.endsEpoch || progress.ending != nil else { return }
    try Checkpoint.write(progress.state, to: run.checkpoint)
  }

  /// Saves at once: a later checkpoint of the way that was given up must not be the newest.
  public func didRollBack(_ rollback: Rollback, _ state: TrainingState) throws {
    try Checkpoint.write(state, to: run.checkpoint)
  }
}
