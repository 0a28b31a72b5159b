import CommandLineKit
import FileFormats
import GAN
import Runs
import TensorCore

/// A new run as the options of `dcgan train` ask for it, before anything of it is there.
struct RequestedRun {
  /// The run.
  let run: NewRun
  /// Sentences about what was chosen for the user.
  let remarks: [String]
  /// Sentences about what makes its images doubtful.
  let doubts: [String]

  /// Puts the run together. `load` reads the images of a data set, or the first so many of them.
  ///
  /// - Throws: `UsageError`, or what reading the files throws that the options name.
  init(_ arguments: ParsedArguments, load: (_ path: String, _ limit: Int?) throws -> TrainingData) throws {
    guard arguments[TrainOptions.change].isEmpty else {
      throw UsageError("'--change' changes a run that goes on: name it with '--resume'.")
    }
    let example = try arguments[TrainOptions.config].map(ExampleRun.init)
    if example != nil, SettingOptions.given(TrainingSettings.Table.recipe, arguments) != nil {
      throw UsageError(
        "'--recipe' cannot be used with '--config', whose file names all settings that a recipe does. Override single ones."
      )
    }
    let source = try DataSource(arguments, like: example)
    // Images of the user's own are taken all, as many as the example had of its own.
    let recordedCount =
      arguments[TrainOptions.data] == nil && example?.data != nil ? example?.training.data.imageCount : nil
    let data = try load(source.path, arguments[TrainOptions.limit] ?? recordedCount)
    let base = try InitialNetworks.load(arguments, image: data.image)
    let settings = SettingOptions.trainingSettings(arguments, imageCount: data.images.count, like: example)
    let choice = try FittingChoice(
      arguments, settings, data.images.shape, imageCount: data.images.count - settings.heldOutCount, base: base,
      like: example)
    var run = NewRun(choice.architecture, data)
    let penalties = PenaltyUse(arguments, settings, choice.architecture, like: example)
    run.training = penalties.settings
    if let example { run.settings = example.settings }
    SettingOptions.apply(arguments, to: &run.settings, RunSettings.table)
    run.training.batchSize = choice.batchSize
    let classes = ClassUse(arguments, settings, choice.architecture, data, base: base, like: example)
    run.training.isConditional = classes.isConditional
    try TrainingEvaluation.check(run.settings, run.training)
    run.directory = arguments[TrainOptions.out].map(RunDirectory.init)
    run.replacesRun = arguments[TrainOptions.overwrite]
    run.initialNetworks = base
    self.run = run
    doubts = DataDoubt.all(
      of: data.images, batchSize: run.training.batchSize,
      heldOutCount: min(run.training.heldOutCount, data.images.count)
    ).map { "Note: \(NoticeText.text($0))" }
    let idle = IdleOptions.remarks(arguments, run.training, data.image)
    let ofExample = (example?.remarks ?? []) + [example?.remark(on: data)].compactMap { $0 }
    remarks =
      ofExample + [source.remark, base?.remark.map { "Warning: \($0)" }].compactMap { $0 } + choice.remarks
      + [classes.remark, penalties.remark].compactMap { $0 } + idle
  }
}
