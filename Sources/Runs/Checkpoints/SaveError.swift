import FileFormats
import GAN

/// A save that failed, after which training goes on.
public struct SaveFailure: RunNotice {
  /// What went wrong.
  public let cause: FileError
  /// The step of the newest sound checkpoint, if there is one.
  public let savedStep: Int?

  /// What went wrong, what is left and what happens next, as sentences.
  public var description: String {
    "Warning: \(cause) \(whatIsLeft(savedStep)) Training goes on and saves again when it is due; after "
      + "\(CheckpointWriter.maximumFailureCount) failures in a row it ends."
  }
}

/// A save that was asked for while the run is at work, and is made.
public struct SavedAsAsked: RunNotice {
  /// The step of the checkpoint.
  public let step: Int

  /// What was done, as a sentence.
  public var description: String { "Saved at step \(step), as asked: the checkpoint and a grid of samples." }
}

/// The end of a run that could not be saved.
public struct SaveError: Error, CustomStringConvertible {
  /// What went wrong.
  public let cause: FileError
  /// The run.
  public let run: RunDirectory
  /// The step of the newest sound checkpoint, if there is one.
  public let savedStep: Int?

  /// What went wrong and what is left, as sentences.
  public var description: String { "\(cause) \(whatIsLeft(savedStep))" }
}

private func whatIsLeft(_ savedStep: Int?) -> String {
  savedStep.map { "The checkpoint of step \($0) is whole." } ?? "There is no checkpoint yet."
}
