import GAN
import FileFormats

/// Saves the run after every epoch, every few steps if so asked, and when it ends.
///
/// A save that fails leaves the checkpoints before it as they are. Training goes on, since the disk may have room again when
/// the next save is due; it is the end of the run if that is the last save, or if several have failed one after the other.
public final class CheckpointWriter: TrainingObserver {
  private let run: RunDirectory
  private let interval: Int?
  private let keptCount: Int
  private let report: (String) -> Void
  /// The step of the newest checkpoint, if there is one and it is sound.
  private var newestStep: Int?
  private var failureCount = 0

  /// How many saves in a row may fail before the run ends.
  static let greatestFailureCount = 3

  /// Creates a writer for a run that stands as its newest checkpoint does.
  ///
  /// - Parameters:
  ///   - run: Where to save.
  ///   - interval: Steps between two saves beside the ends of epochs.
  ///   - keptCount: The number of checkpoints to keep, at least 1, the newest included.
  ///   - newestStep: The step of the newest checkpoint, if there is one and it is sound.
  ///   - report: Given a sentence when a save fails and training goes on.
  public init(
    _ run: RunDirectory, everySteps interval: Int?, keep keptCount: Int, newestStep: Int?,
    report: @escaping (String) -> Void
  ) {
    self.run = run
    self.interval = interval
    self.keptCount = keptCount
    self.newestStep = newestStep
    self.report = report
  }

  /// Saves if it is due.
  ///
  /// - Throws: ``SaveError`` if the run cannot go on without the save.
  public func stepDidEnd(_ progress: TrainingProgress) throws {
    let isDue = interval.map { progress.step % $0 == 0 } ?? false
    guard isDue || progress.endsEpoch || progress.ending != nil else { return }
    try save(progress.state, isLast: progress.ending != nil)
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
      if isLast || failureCount == Self.greatestFailureCount {
        throw SaveError(cause: error, run: run, savedStep: newestStep)
      }
      report(
        "Warning: \(error) \(SaveError.whatIsLeft(newestStep)) Training goes on and saves again when it is due; after "
          + "\(Self.greatestFailureCount) failures in a row it ends.")
    }
  }
}

/// The end of a run that could not be saved.
public struct SaveError: Error, CustomStringConvertible {
  /// What went wrong.
  public let cause: FileError
  /// What went wrong, what is left and how to go on, as sentences.
  public let description: String

  init(cause: FileError, run: RunDirectory, savedStep: Int?) {
    self.cause = cause
    let place = savedStep.map { "from step \($0)" } ?? "from the beginning"
    description =
      "\(cause) \(Self.whatIsLeft(savedStep)) Once that is mended, go on \(place) with: dcgan train --resume "
      + run.path.shellQuoted
  }

  fileprivate static func whatIsLeft(_ savedStep: Int?) -> String {
    savedStep.map { "The checkpoint of step \($0) is whole." } ?? "There is no checkpoint yet."
  }
}
