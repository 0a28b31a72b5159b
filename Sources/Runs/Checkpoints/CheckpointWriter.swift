import FileFormats
import GAN

/// Saves the run after every epoch or every few, every few steps if so asked, when it ends and when it is told to.
///
/// A save that fails leaves the checkpoints before it as they are. Training goes on, since the disk may have room again
/// when the next save is due; it is the end of the run if that is the last save, or if several have failed one after
/// the other.
public final class CheckpointWriter: TrainingObserver {
  private let run: RunDirectory
  private let interval: Int?
  private let epochInterval: Int
  private let keptCount: Int
  private let report: (any RunNotice) -> Void
  /// The step of the newest checkpoint, if there is one and it is sound.
  private(set) var newestStep: Int?
  private var failureCount = 0

  /// How many saves in a row may fail before the run ends.
  static let maximumFailureCount = 3

  /// Creates a writer for a run that stands as its newest checkpoint does.
  ///
  /// - Parameters:
  ///   - run: Where to save.
  ///   - interval: Steps between two saves beside the ends of epochs.
  ///   - epochInterval: Epochs between two saves at their ends, at least 1.
  ///   - keptCount: The number of checkpoints to keep, at least 1, the newest included.
  ///   - newestStep: The step of the newest checkpoint, if there is one and it is sound.
  ///   - report: Given a ``SaveFailure`` when a save fails and training goes on, and a ``SavedAsAsked``.
  public init(
    _ run: RunDirectory, everySteps interval: Int?, everyEpochs epochInterval: Int = 1, keep keptCount: Int,
    newestStep: Int?,
    report: @escaping (any RunNotice) -> Void
  ) {
    self.run = run
    self.interval = interval
    self.epochInterval = epochInterval
    self.keptCount = keptCount
    self.newestStep = newestStep
    self.report = report
  }

  /// Whether a save is due after this step.
  public func isDueToSave(_ state: TrainingState) -> Bool {
    if let interval, state.step % interval == 0 { return true }
    let position = state.configuration.position(at: state.step)
    return position.endsEpoch && position.epochsDone % epochInterval == 0
  }

  /// Saves if it is due.
  ///
  /// - Throws: ``SaveError`` if the run cannot go on without the save.
  public func stepDidEnd(_ progress: TrainingProgress) throws {
    guard isDueToSave(progress.state) || progress.ending != nil || progress.savesNow else { return }
    try save(progress.state, isLast: progress.ending != nil)
    if progress.savesNow, newestStep == progress.step { report(SavedAsAsked(step: progress.step)) }
  }

  /// Saves at once: a later checkpoint of the way that was given up must not be the newest.
  ///
  /// - Throws: ``SaveError`` if the run cannot go on without the save.
  public func didRollBack(_ rollback: Rollback, _ state: TrainingState) throws {
    try save(state, isLast: false)
  }

  private func save(_ state: TrainingState, isLast: Bool) throws {
    do {
      try run.save(state, replacing: newestStep, keep: keptCount)
      newestStep = state.step
      failureCount = 0
    } catch let error as FileError {
      failureCount += 1
      // The new checkpoint may be in its place, and only its directory not be on the disk.
      if let step = try? Checkpoint(path: run.checkpoint).step { newestStep = step }
      if isLast || failureCount == Self.maximumFailureCount {
        throw SaveError(cause: error, run: run, savedStep: newestStep)
      }
      report(SaveFailure(cause: error, savedStep: newestStep))
    }
  }
}
