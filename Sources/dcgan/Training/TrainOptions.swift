import CommandLineKit
import GAN
import Runs

/// The options of `dcgan train` beside those that the tables of settings make.
enum TrainOptions {
  static let data = Option<String?>(
    "data", valueName: "DIR",
    help: "Directory of IDX files (train-images-idx3-ubyte, plain or .gz), or one such file. "
      + "(default: \(DefaultData.names))")
  static let out = Option<String?>(
    "out", valueName: "DIR", help: "Run directory. (default: runs/<data>-<architecture>-NNN, the next free number)")
  static let limit = Option<Int?>(
    "limit", valueName: "N", help: "Use the first N images only.", validate: .atLeast(1))
  static let maxSteps = Option<Int?>(
    "max-steps", valueName: "N", help: "Stop after this many steps, those before a --resume included.",
    validate: .atLeast(1))
  static let maxTime = Option<Duration?>(
    "max-time", valueName: "TIME",
    help: "End after this time, such as 90s, 30m or 2h, with a checkpoint to go on from.",
    validate: .atLeast(.seconds(1)))
  static let resume = Option<String?>(
    "resume", valueName: "RUN", withoutValue: "",
    help: "Go on with a run where its checkpoint stands. (without a value: that of --out, else the newest under runs/)")
  static let change = Option<[ChangeArgument]>(
    repeated: "change", valueName: "NAME=VALUE",
    help: "Go on with another value of a training setting from here on, as learning-rate=1e-4 or data=DIR; with "
      + "--resume. The run's history records it. May be repeated.", isRequired: false)
  static let overwrite = Flag("overwrite", help: "Remove the run that --out already holds, and start anew.")
  static let initFrom = Option<String?>(
    "init-from", valueName: "CHECKPOINT",
    help: "Start with the networks of a checkpoint or run, at step 0 and with fresh optimisers.")
  static let config = Option<String?>(
    "config", valueName: "RUN|FILE",
    help: "Train like another run: with its settings, networks and data, unless other options say otherwise. A run "
      + "directory, its config.json, or a checkpoint.")
  static let goOn = Flag(
    "continue",
    help: "Go on with the run of --out if there is one, else start it; nothing is done if it is finished. For cron.")
  static let quiet = Flag("quiet", help: "Show no progress.")
  static let preview = Option<GraphicsChoice?>(
    "preview", valueName: "FORM", withoutValue: .automatic,
    help: "Show on the terminal what the generator draws while it trains, and the curves of the run. (without a value: "
      + "auto, the best that the terminal can show)")
  static let progressInterval = Option<Duration?>(
    "progress-every", valueName: "TIME",
    help: "Write a line of progress every so often only, such as 30s or 10m, where there is no screen for a bar. "
      + "(default: every 10s, and after each epoch)", validate: .atLeast(.seconds(1)))
  static let timestamps = Flag("timestamps", help: "Begin each line on standard error with the time, in UTC.")
  static let profile = Flag("profile", help: "Print at the end where the time went, as 'dcgan bench' does.")

  /// What the result depends on.
  static let training = SettingOptions.keys(TrainingSettings.table, defaults: Recipe.default.settings)
  /// What the run does beside training.
  static let run = SettingOptions.keys(RunSettings.table, defaults: RunSettings())

  static let all: [any ArgumentKey] =
    [data, limit, out, config] + ArchitectureOptions.networks + training + run
    + [
      EvaluationOptions.cache, maxSteps, maxTime, resume, change, goOn, overwrite, initFrom, LiveOption.port, quiet,
      preview,
      progressInterval, timestamps, profile, RecordedStepsOption.file, RecordedStepsOption.count,
    ]
    + ProcessorOptions.all
}
