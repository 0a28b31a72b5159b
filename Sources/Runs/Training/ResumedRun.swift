import FileFormats
import GAN
import TensorCore

/// A run that is about to go on, and what is to be different from now on, as data.
public struct ResumedRun {
  /// The run.
  public var paused: PausedRun
  /// The images to learn from.
  public var data: TrainingData
  /// What it does beside training; what it did before if `nil`.
  public var settings: RunSettings?
  /// What it is trained with from now on, recorded as a change; what it was before if `nil`.
  public var training: TrainingSettings?
  /// Whether it may learn from other images than before, which is recorded as a change too.
  public var mayChangeData = false

  /// A run that goes on as before.
  public init(_ paused: PausedRun, _ data: TrainingData) {
    self.paused = paused
    self.data = data
  }

  /// Refuses a run that could not go on, without any change to it.
  ///
  /// - Throws: what the initialiser of ``TrainingSession`` throws.
  package func check(_ context: ComputeContext) throws {
    _ = try TrainingState(try checkedConfiguration(), context)
    try checkLogs()
  }

  /// Refuses a run whose log, or what TensorBoard is to show of it, could not be written.
  ///
  /// - Throws: ``FileFormats/FileError``.
  func checkLogs() throws {
    try AppendedFile.check(path: paused.directory.metrics)
    if effectiveSettings.writesEvents { try AppendedFile.check(path: paused.directory.nextEvents) }
  }

  /// What the result depends on, if it can be trained with these images for the epochs that are asked for.
  ///
  /// - Throws: what the initialiser of ``TrainingSession`` throws, but for want of memory.
  func checkedConfiguration() throws -> TrainingConfiguration {
    try data.checkShape(paused.training.architecture)
    let configuration = try configuration()
    try data.check(configuration.architecture, configuration.settings)
    // What a run was begun with stays.
    if configuration.augmentations != paused.training.augmentations {
      try AugmentationError.check(configuration.augmentations, data.image)
    }
    try ScheduleEndError.check(configuration.schedule, epochs: effectiveSettings.epochs)
    return configuration
  }

  /// What it does beside training from now on.
  var effectiveSettings: RunSettings { settings ?? paused.recorded?.settings ?? RunSettings() }

  /// What the result depends on, with the changes in its history.
  ///
  /// - Throws: ``OtherImagesError`` if these are other images, and no change was asked for; ``FileFormats/FileError``
  ///   if a conditional run finds no labels.
  func configuration() throws -> TrainingConfiguration {
    let before = paused.training
    if before.isConditional { _ = try data.classes() }
    let identity = data.identity(isConditional: before.isConditional)
    guard mayChangeData || identity == before.data else {
      throw OtherImagesError(
        path: data.path, run: paused.directory, imageCount: before.data.imageCount,
        differsInClasses: identity.checksum == before.data.checksum && identity.imageCount == before.data.imageCount)
    }
    let settings = training?.planned(epochs: effectiveSettings.epochs) ?? before.settings
    return before.changed(at: paused.step, to: settings, identity)
  }

  /// The path to remember: that of the images the run is on, unless others lie there and these are the same.
  var dataPath: String {
    guard !mayChangeData, let recorded = paused.recorded?.data, fileExists(recorded) else { return data.path }
    return recorded
  }
}

/// Images that a run was not started with, or does not learn from since a change.
public struct OtherImagesError: Error, Equatable, CustomStringConvertible {
  /// The images.
  public let path: String
  /// The run.
  public let run: RunDirectory
  /// The number of its own images.
  public let imageCount: Int
  /// Whether the images are the same, and their labels or the names of their classes are not.
  public let differsInClasses: Bool

  /// A sentence.
  public var description: String {
    if differsInClasses {
      return
        "'\(path)': the images are those of the conditional run in '\(run.path)', and their labels or the names of "
        + "their classes are not."
    }
    return "'\(path)': these are not the \(counted(imageCount, "image", isGrouped: false)) of the run in '\(run.path)'."
  }
}

/// A change that was recorded, and is not in the checkpoint that the run goes on from.
public struct LostChange: RunNotice {
  /// The step after which it was made.
  public let step: Int

  /// Which it is, as a sentence.
  public var description: String {
    "Warning: The checkpoint knows nothing of what was changed at step \(step); the run goes on as before that."
  }
}
