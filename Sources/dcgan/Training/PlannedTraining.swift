import CommandLineKit
import FileFormats
import GAN
import Runs
import TensorCore

/// A training of a comparison, as far as it is known before any of them begins.
struct PlannedTraining {
  let directory: RunDirectory
  /// What the report calls it.
  let name: String
  /// What the result depends on.
  let configuration: TrainingConfiguration
  /// When it ends.
  let limits: TrainingLimits
  /// Whether it goes on with a run that is there.
  let goesOn: Bool
  /// What to say of settings that the user did not give, of a run that begins.
  let remarks: [String]
  /// Whether the run has used up its time and is taken as it is.
  let isOver: Bool
  private let plan: Plan

  private enum Plan {
    case start(NewRun)
    case resume(TrainingData, RunSettings)
  }

  /// Plans to go on with the run that `directory` holds if `resuming` asks for it, or else to start one.
  ///
  /// - Throws: ``Runs/RunDirectoryError``, ``CommandLineKit/UsageError``, or what reading the run throws.
  init(
    _ directory: RunDirectory, name: String, _ source: ArchitectureSource, _ architecture: Architecture,
    _ asked: TrainingSettings, _ data: TrainingData,
    resuming: Bool, _ arguments: ParsedArguments
  ) throws {
    let penalties = PenaltyUse(arguments, asked, architecture)
    let classes = ClassUse(arguments, asked, architecture, data)
    var training = penalties.settings
    training.isConditional = classes.isConditional
    try data.check(architecture, training)
    self.directory = directory
    self.name = name
    goesOn = resuming && directory.holdsRun()
    let isOfPreset = if case .preset = source { true } else { false }
    let width = isOfPreset ? ArchitectureOptions.widthRemark(asked.recipe, arguments) : nil
    if !resuming, !arguments[TrainOptions.overwrite] { try directory.refuseTaken() }
    var limits = TrainingLimits(arguments)
    let recorded = goesOn ? try RunConfiguration(directory) : nil
    let unused = recorded.flatMap {
      UnusedImages.remark(
        data, limit: arguments[TrainOptions.limit], before: $0.training,
        advice: "To compare runs that learn from all of them, name another directory with --out.")
    }
    let recipe = FittingChoice.remark(on: asked.recipe, arguments)
    remarks = (recorded == nil ? [width, recipe, classes.remark, penalties.remark] : [unused]).compactMap { $0 }
    var settings = recorded?.settings ?? RunSettings()
    SettingOptions.apply(arguments, to: &settings, RunSettings.table)
    var isOver = false
    if let time = limits.maximumTime {
      let left = time - .seconds(goesOn ? try Self.secondsSpent(in: directory) : 0)
      isOver = left < .seconds(1)
      limits.maximumTime = left
      // Time alone ends the training, unless the epochs are given too.
      if SettingOptions.given(RunSettings.Table.epochs, arguments) == nil {
        try Self.refuseSchedule(recorded?.training.settings ?? training)
        settings.epochs = RunSettings.possibleEpochs.upperBound
      }
    }
    self.limits = limits
    self.isOver = isOver
    if let recorded {
      configuration = recorded.training
      let other = try ArchitectureOptions.contradiction(source, configuration.architecture)
      let contradictions = SettingOptions.contradictions(arguments, configuration.settings, TrainingSettings.table)
      if let first = other ?? contradictions.first { throw UsageError(first) }
      try TrainingEvaluation.check(settings, configuration.settings, resumes: true)
      plan = .resume(data, settings)
    } else {
      try AugmentationError.check(training.augmentations, data.image)
      var run = NewRun(architecture, data)
      run.training = training
      run.settings = settings
      run = try run.conditioned()
      try TrainingEvaluation.check(settings, run.training)
      run.directory = directory
      run.replacesRun = arguments[TrainOptions.overwrite]
      configuration = run.configuration
      plan = .start(run)
    }
  }

  /// Learning rates cannot go down over a length that time alone ends.
  private static func refuseSchedule(_ settings: TrainingSettings) throws {
    guard settings.schedule.shape != .constant else { return }
    throw UsageError(
      "'--schedule \(settings.schedule.shape.rawValue)' goes by epochs, and '--max-time' alone lifts their limit: give "
        + "'--epochs' too.")
  }

  /// Whole seconds of training that the newest checkpoint of a run has cost.
  private static func secondsSpent(in run: RunDirectory) throws -> Int {
    let step = try run.newestSoundCheckpoint(passOver: { _ in })?.step ?? 0
    return Int(try MetricsHistory.seconds(of: run, until: step).rounded())
  }

  /// Refuses, without a trace, a training that could not begin or go on: others before it would be in vain, and what they
  /// replace would be lost.
  func check(_ tools: TrainingTools) throws {
    switch plan {
    case .start(let run):
      try run.check(tools.context) {
        _ = try TrainingReference(run.settings, data: run.data.path, $0, tools.cache, tools.context)
      }
    case .resume(let data, let settings):
      try resumed(data, settings).check(tools.context)
    }
  }

  private func resumed(_ data: TrainingData, _ settings: RunSettings) throws -> ResumedRun {
    let run = try PausedRun(directory)
    var resumed = ResumedRun(run, data.prefix(run.training.data.imageCount))
    resumed.settings = settings
    return resumed
  }

  /// Opens the training, so that it can begin, and what the run is judged by if it has steps left to make.
  func open(_ tools: TrainingTools) throws -> (session: TrainingSession, reference: TrainingReference?) {
    switch plan {
    case .start(let run):
      var reference: TrainingReference?
      let session = try TrainingSession(starting: run, tools.context) {
        reference = try TrainingReference(run.settings, data: run.data.path, $0, tools.cache, tools.context)
      }
      return (session, reference)
    case .resume(let data, let settings):
      var reference: TrainingReference?
      let session = try TrainingSession(resuming: try resumed(data, settings), tools.context) { state, parts in
        guard limits.lastStep(of: state.configuration, epochs: settings.epochs) > state.step else { return }
        reference = try TrainingReference(settings, data: data.path, parts, tools.cache, tools.context)
      }
      return (session, reference)
    }
  }

  /// Refuses trainings that differ in more than the architecture and the settings that vary, so that nothing could be
  /// learnt from their comparison.
  static func requireAlike(_ trainings: [PlannedTraining], varied: [String]) throws {
    guard let first = trainings.first else { return }
    for other in trainings.dropFirst() {
      let differences = first.configuration.differences(from: other.configuration, beside: varied)
      guard !differences.isEmpty else { continue }
      throw UsageError(
        "The runs in '\(first.directory.path)' and '\(other.directory.path)' cannot be compared: they differ in "
          + "\(differences.joined(separator: ", ")). Give the options that the runs there were started with, or name "
          + "another directory with --out.")
    }
  }
}

extension TrainingConfiguration {
  /// What must be alike in runs that are compared, and is not, in words. `varied` are the options of those that may
  /// differ; a recipe brings other settings with it, and a length that of a schedule.
  fileprivate func differences(from other: TrainingConfiguration, beside varied: [String]) -> [String] {
    var free = Set(varied)
    if free.contains(RunSettings.Table.epochs.option?.name ?? "") {
      free.formUnion([TrainingSettings.Table.scheduleEpochs.option?.name].compactMap { $0 })
    }
    // What a recipe takes for one kind of networks and not for another is no difference.
    let (own, others) = (
      self.settings.withoutImpliedPenalties(architecture), other.settings.withoutImpliedPenalties(other.architecture)
    )
    let settings = free.contains(TrainingSettings.Table.recipe.option?.name ?? "") ? [] : TrainingSettings.table
    var names = settings.filter { setting in
      !(setting.optionName.map(free.contains) ?? false)
        && setting.ownText(in: own) != setting.ownText(in: others)
    }.map(\.title)
    if !data.hasImages(of: other.data) { names.append("the images") }
    if architecture.image != other.architecture.image { names.append("the images' size") }
    if history != other.history { names.append("what was changed on the way") }
    return names
  }
}

extension AnySetting {
  /// The name of the option, be it a flag; `nil` if there is none.
  fileprivate var optionName: String? { option?.name }
}
