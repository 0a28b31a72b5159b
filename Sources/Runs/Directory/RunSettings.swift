import GAN

/// What a run does beside training: its length, and what it keeps and writes. Nothing of it changes the result of a
/// step, so that a run that goes on may be given other values. The initial values are the defaults of new runs.
public struct RunSettings: Hashable, Sendable {
  /// Epochs to train.
  public var epochs = 25
  /// Steps from a line of the log to the next.
  public var logInterval = 10
  /// Epochs from a grid of samples to the next.
  public var sampleInterval = 1
  /// Steps from a grid of samples to the next, beside those at the ends of epochs.
  public var sampleStepInterval: Int?
  /// Grids of samples to keep, the first and the last included; all if `nil`.
  public var keptSampleCount: Int?
  /// Steps from a save to the next, beside those at the ends of epochs.
  public var checkpointInterval: Int?
  /// Epochs from a save at an epoch's end to the next.
  public var checkpointEpochInterval = 1
  /// Checkpoints to keep, the newest included: with the newest, one to go back to if it is damaged.
  public var keptCount = 2
  /// Epochs from one judgement of the images to the next; 0 if they are not judged while the run trains.
  public var evaluationInterval = 0
  /// Whether log, sample grids and the distribution of the weights are written for TensorBoard too.
  public var writesEvents = false

  /// The settings of a new run.
  public init() {}
}

extension RunSettings {
  /// All settings, in the order in which they are shown: whoever reads, writes, checks or shows them walks this list.
  public static var table: [any AnySetting<RunSettings>] { Table.all }

  /// The numbers of epochs that a run can be given.
  public static let possibleEpochs = 1...1_000_000

  /// What is said of each setting.
  public enum Table {
    fileprivate static let all: [any AnySetting<RunSettings>] = [
      epochs, logInterval, sampleInterval, sampleStepInterval, keptSampleCount, checkpointInterval,
      checkpointEpochInterval, keptCount, evaluationInterval, writesEvents,
    ]

    /// ``RunSettings/epochs``.
    public static let epochs = Setting(
      \RunSettings.epochs, key: "epochs", title: "epochs",
      option: .value("epochs", valueName: "N", help: "Passes over the data, those before a --resume included."),
      range: .closed(possibleEpochs), absence: .refused, format: 2)

    /// ``RunSettings/logInterval``.
    public static let logInterval = Setting(
      \RunSettings.logInterval, key: "logEvery", title: "log every",
      option: .value("log-every", valueName: "STEPS", help: "Write a line of metrics every so many steps."),
      range: .atLeast(1), absence: .means(10))

    /// ``RunSettings/sampleInterval``.
    public static let sampleInterval = Setting(
      \RunSettings.sampleInterval, key: "sampleEvery", title: "sample every",
      option: .value("sample-every", valueName: "EPOCHS", help: "Draw a sample grid every so many epochs."),
      range: .atLeast(1), absence: .means(1))

    /// ``RunSettings/sampleStepInterval``.
    public static let sampleStepInterval = Setting(
      \RunSettings.sampleStepInterval, key: "sampleEverySteps", title: "sample every steps",
      option: .value(
        "sample-every-steps", valueName: "STEPS",
        help: "Draw a sample grid every so many steps, beside those of --sample-every."),
      range: .atLeast(1))

    /// ``RunSettings/keptSampleCount``.
    public static let keptSampleCount = Setting(
      \RunSettings.keptSampleCount, key: "keepSamples", title: "sample grids kept",
      option: .value(
        "keep-samples", valueName: "N",
        help: "Sample grids to keep, evenly spread over the run, its first and last included. (default: all)"),
      range: .atLeast(2))

    /// ``RunSettings/checkpointInterval``.
    public static let checkpointInterval = Setting(
      \RunSettings.checkpointInterval, key: "checkpointEvery", title: "checkpoint every",
      option: .value(
        "checkpoint-every", valueName: "STEPS",
        help: "Save a checkpoint every so many steps, beside the end of each epoch."),
      range: .atLeast(1))

    /// ``RunSettings/checkpointEpochInterval``.
    public static let checkpointEpochInterval = Setting(
      \RunSettings.checkpointEpochInterval, key: "checkpointEveryEpochs", title: "checkpoint every epochs",
      option: .value(
        "checkpoint-every-epochs", valueName: "EPOCHS",
        help: "Save a checkpoint at the end of every so many epochs only, and when the run ends."),
      range: .atLeast(1), absence: .means(1))

    /// ``RunSettings/keptCount``.
    public static let keptCount = Setting(
      \RunSettings.keptCount, key: "keep", title: "checkpoints kept",
      option: .value(
        "keep", valueName: "N",
        help:
          "Checkpoints to keep, the newest included: a damaged one is passed over by --resume. Each takes 36 MB for "
          + "dcgan28, twice that within an epoch, and saving takes room for one more."),
      range: .closed(1...10_000), absence: .means(2), format: 2)

    /// ``RunSettings/evaluationInterval``.
    public static let evaluationInterval = Setting(
      \RunSettings.evaluationInterval, key: "evaluateEvery", title: "evaluate every",
      option: .value(
        "evaluate-every", valueName: "EPOCHS",
        help:
          "Judge the images every so many epochs, 0 for never, by those of --hold-out, and keep the best networks in "
          + "best.safetensors."),
      range: .atLeast(0), absence: .means(0))

    /// ``RunSettings/writesEvents``.
    public static let writesEvents = Setting(
      \RunSettings.writesEvents, key: "tensorBoard", title: "for TensorBoard",
      option: .flag(
        "tensorboard", means: true, otherwise: false,
        help: "Write files for TensorBoard into the run directory: the log, sample grids and the weights' distribution."
      ),
      absence: .means(false))
  }
}
