import FileFormats
import GAN
import TensorCore

/// A run on disk that is about to go on, kept from other trainings.
public struct PausedRun {
  /// Where it lies.
  public let directory: RunDirectory
  /// What its `config.json` says; `nil` if that is missing or damaged, and a checkpoint is there that says enough.
  public let recorded: RunConfiguration?
  /// Why there is no ``recorded`` configuration; `nil` if there is one.
  public let recordedFault: (any Error)?
  /// What its result depends on.
  public let training: TrainingConfiguration
  /// Damaged checkpoints that were passed over, and which is taken instead.
  public let notices: [any RunNotice]
  let checkpoint: Checkpoint?
  let lock: RunLock

  /// Opens a run and finds the newest checkpoint that is not damaged. A run that was stopped before its first has none,
  /// and goes on from its beginning.
  ///
  /// - Throws: ``RunDirectoryError`` if there is no run or another training has it; ``FileFormats/FileError`` or
  ///   ``CheckpointError`` if what is there cannot be used.
  public init(_ directory: RunDirectory) throws {
    guard directory.holdsRun() else {
      throw directory.strangerError(wanted: .run)
        ?? RunDirectoryError(.missing, "'\(directory.path)': there is no run here to resume.")
    }
    self.directory = directory
    lock = try directory.lock()
    directory.removeUnfinishedFiles()
    var notices: [any RunNotice] = []
    checkpoint = try directory.newestSoundCheckpoint { notices.append(DamagedCheckpoint(cause: $0)) }
    if let checkpoint, !notices.isEmpty {
      notices.append(OlderCheckpoint(path: checkpoint.path, step: checkpoint.step))
    }
    if let checkpoint {
      if checkpoint.step > 0, checkpoint.rounding != Rounding.version {
        notices.append(OtherRounding(step: checkpoint.step))
      }
      training = checkpoint.configuration
      (recorded, recordedFault) = Self.configuration(of: directory)
      let changes = recorded?.training.history.changes ?? []
      notices += changes.dropFirst(training.history.changes.count).map { LostChange(step: $0.step) }
    } else {
      let configuration = try RunConfiguration(directory)
      training = configuration.training
      (recorded, recordedFault) = (configuration, nil)
      guard training.history.lastStep == 0 else {
        throw RunDirectoryError(
          .noSoundCheckpoint,
          "The run in '\(directory.path)' was changed at step \(training.history.lastStep), and has no checkpoint to go on "
            + "from.")
      }
    }
    self.notices = notices
  }

  /// The step that it stands at.
  public var step: Int { checkpoint?.step ?? 0 }

  private static func configuration(of directory: RunDirectory) -> (RunConfiguration?, (any Error)?) {
    do {
      return (try RunConfiguration(directory), nil)
    } catch {
      return (nil, error)
    }
  }
}

/// A run whose steps so far were computed by a version of this program that rounds in another way.
public struct OtherRounding: RunNotice {
  /// The step that it goes on from.
  public let step: Int

  /// What that means, as a sentence.
  public var description: String {
    "The steps up to \(step) were computed by another version of dcgan, which rounds otherwise: what follows may differ "
      + "in its last bits from what that version would have come to."
  }
}

/// A damaged checkpoint that is passed over.
public struct DamagedCheckpoint: RunNotice {
  /// What is wrong with it.
  public let cause: FileError

  /// What is wrong with it, as sentences.
  public var description: String { "Warning: \(cause) It is passed over." }
}

/// An older checkpoint that a run goes on from, since the newest is damaged.
public struct OlderCheckpoint: RunNotice {
  /// The file.
  public let path: String
  /// The step that the run goes back to.
  public let step: Int

  /// Which it is, as a sentence.
  public var description: String { "Going back to the checkpoint before, '\(path)' of step \(step)." }
}
