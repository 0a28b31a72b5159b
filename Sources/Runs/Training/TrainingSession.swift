import FileFormats
import GAN
import Platform
import TensorCore

/// A training run and its directory, new or gone on with: the networks, the images, and everything that is written
/// while it trains.
///
///     var plan = NewRun(try Preset.dcgan28.architecture(), try TrainingData(path: "data/tiny"))
///     plan.settings.epochs = 2
///     let session = try TrainingSession(starting: plan, try ComputeContext(threads: 2))
///     try session.train()
///
/// As long as it lives, no other training writes to the directory.
public final class TrainingSession {
  /// Where the run lies.
  public let directory: RunDirectory
  /// The networks and optimisers.
  public let state: TrainingState
  /// The images that it was given.
  public let data: TrainingData
  /// The images that it learns from, and those that are kept apart.
  public let parts: TrainingParts
  /// What the run does beside training.
  public let settings: RunSettings
  /// What went wrong while the run was opened, and was got over.
  public private(set) var notices: [any RunNotice]
  /// The step of the newest checkpoint, if there is one and it is sound.
  private var newestStep: Int?
  private let context: ComputeContext
  private let lock: RunLock

  /// Starts a run: nothing that lies in its directory is touched before all that it needs is there.
  ///
  /// The networks of a conditional run are made for the classes of its images.
  ///
  /// - Parameters:
  ///   - plan: The run.
  ///   - context: Where to compute.
  ///   - preparing: Given the images once the networks have their memory, and before anything is written: the place for
  ///     whatever else the run needs.
  ///   - entering: Given the networks once the directory is this run's, and before an earlier run is removed from it: the
  ///     place for what is to be written there besides.
  /// - Throws: ``FileFormats/FileError`` or ``BatchSizeError`` if the data do not fit, or have no labels and the run is
  ///   conditional; ``ScheduleEndError`` if the learning rates do not last for the epochs; ``GAN/AugmentationError`` if
  ///   nothing would be left of the images; ``GAN/ArchitectureError`` if
  ///   the networks cannot be built; ``RunDirectoryError`` if the directory cannot be created or written to, another
  ///   training has it, or it holds a run that is not to be replaced; ``CheckpointError`` if the initial networks do
  ///   not fit; what `preparing` and `entering` throw.
  public init(
    starting plan: NewRun, _ context: ComputeContext, preparing: (TrainingParts) throws -> Void = { _ in },
    entering: (TrainingState) throws -> Void = { _ in }
  ) throws {
    let plan = try plan.conditioned()
    let configuration = plan.configuration
    try plan.data.check(plan.architecture, plan.training)
    try AugmentationError.check(plan.training.augmentations, plan.data.image)
    try ScheduleEndError.check(configuration.schedule, epochs: plan.settings.epochs)
    state = try TrainingState(configuration, context)
    try plan.initialNetworks?.checkpoint.restoreNetworks(state)
    parts = TrainingParts(plan.data.images, holdingOut: configuration.heldOutCount)
    try preparing(parts)
    let place = try RunPlace(plan)
    (directory, lock) = (place.directory, place.lock)
    let origin = plan.initialNetworks?.checkpoint
    newestStep = origin == nil ? nil : 0
    let recorded = RunConfiguration(
      training: configuration, data: plan.data.path, settings: plan.settings,
      initialNetworks: origin.map { .init(path: $0.path, step: $0.step) })
    try entering(state)
    try place.begin(
      { [state, directory] in
        // Without a checkpoint, a resumed run begins with weights of its own seed.
        (origin == nil ? [] : [try Checkpoint.prepare(state, at: directory.checkpoint)])
          + [try recorded.prepare(in: directory)]
      }, checkpointSize: state.checkpointSize)
    data = plan.data
    settings = plan.settings
    notices = data.notices
    self.context = context
  }

  /// Goes on with a run from its newest sound checkpoint, to the bytes that it would have come to without a pause.
  ///
  /// A change of what the result depends on is recorded in the run's history, and saved before anything else is done.
  ///
  /// - Parameters:
  ///   - resumed: The run.
  ///   - context: Where to compute.
  ///   - entering: Given the networks and the images before anything of the run is changed: the place for whatever else
  ///     it needs.
  /// - Throws: ``OtherImagesError`` if these are other images than the run's and no change; ``FileFormats/FileError``
  ///   if a change cannot be saved, or the log not be written; what `entering` throws; or what the initialiser of a new
  ///   run throws.
  public init(
    resuming resumed: ResumedRun, _ context: ComputeContext,
    entering: (TrainingState, TrainingParts) throws -> Void = { _, _ in }
  ) throws {
    let (paused, data) = (resumed.paused, resumed.data)
    let configuration = try resumed.checkedConfiguration()
    let settings = resumed.effectiveSettings
    state = try TrainingState(configuration, context)
    try paused.checkpoint?.restore(state)
    newestStep = paused.checkpoint?.path == paused.directory.checkpoint ? state.step : nil
    directory = paused.directory
    lock = paused.lock
    self.data = data
    parts = TrainingParts(data.images, holdingOut: configuration.heldOutCount)
    let recorded = paused.recorded
    self.settings = settings
    self.context = context
    notices = paused.notices + data.notices
    try resumed.checkLogs()
    try entering(state, parts)
    if configuration != paused.training {
      // A new rate is meant as it is given, not as a part of it.
      if configuration.learningRate != paused.training.learningRate { state.rollbacks = 0 }
      try directory.save(state, replacing: newestStep, keep: settings.keptCount)
      newestStep = state.step
    }
    let current = RunConfiguration(
      training: configuration, data: resumed.dataPath, settings: settings, initialNetworks: recorded?.initialNetworks)
    guard current != recorded else { return }
    do {
      try current.write(to: directory)
    } catch let error as FileError {
      notices.append(SettingsFailure(cause: error))
    }
  }

  /// The step that the run's last epoch ends with.
  ///
  /// At most a million epochs, and no more batches than images in memory: the product is far from overflowing.
  public var stepOfLastEpoch: Int { state.configuration.lastStep(ofEpochs: settings.epochs) }

  /// Whether the run stands at the end of an epoch whose images were to be judged and were not: it was interrupted
  /// then.
  public var lacksJudgement: Bool {
    let position = state.configuration.position(at: state.step)
    guard settings.evaluationInterval > 0, state.step > 0, position.endsEpoch,
      position.epochsDone % settings.evaluationInterval == 0
    else { return false }
    return (try? QualityHistory(directory, until: state.step))?.records.last?.step != state.step
  }

  /// Trains, and writes log, pictures and checkpoints.
  ///
  /// - Parameters:
  ///   - lastStep: the step to end with; that of the last epoch if `nil`.
  ///   - observers: what else watches the run, in the order in which they are told of a step, before it is saved but
  ///     for each ``LoggedObserver``.
  ///   - report: told of the run's health, of returns to earlier steps, and of what could not be written.
  ///   - shouldSave: asked after every step whether to save with it, and draw samples.
  ///   - shouldStop: asked after every step whether to end with it.
  /// - Returns: why it ended; `nil` if there was nothing to do.
  /// - Throws: ``GAN/TrainingDivergedError``, ``SaveError``, or what an observer throws.
  @discardableResult
  public func train(
    lastStep: Int? = nil, observers: [any TrainingObserver] = [], report: @escaping (any RunNotice) -> Void = { _ in },
    shouldSave: () -> Bool = { false }, shouldStop: () -> Bool = { false }
  ) throws -> TrainingEnding? {
    let log = try MetricsLog(
      directory, step: state.step, every: settings.logInterval, batchSize: state.configuration.batchSize, report: report
    )
    let samples = SampleWriter(directory, settings, report: report)
    let events =
      settings.writesEvents ? try EventLog(directory, step: state.step, report: report) : nil
    (log.events, samples.events) = (events, events)
    let writer = CheckpointWriter(
      directory, everySteps: settings.checkpointInterval, everyEpochs: settings.checkpointEpochInterval,
      keep: settings.keptCount, newestStep: newestStep, report: report)
    defer { newestStep = writer.newestStep }
    let logged = observers.compactMap { $0 as? any LoggedObserver }
    let all: [any TrainingObserver] =
      [
        HealthMonitor(parts.learnt, report: report), log, samples,
      ] + observers.filter { !($0 is any LoggedObserver) } + [writer] + logged
    defer { events?.end() }
    for observer in logged { try observer.trainingWillBegin(state, log) }
    do {
      return try Trainer(state, images: parts.learnt, context).train(
        lastStep: lastStep ?? stepOfLastEpoch, observers: all, shouldSave: shouldSave, shouldStop: shouldStop)
    } catch let error as TrainingDivergedError {
      // What became of the run is told later too.
      try? log.appendDivergence(step: state.step)
      throw error
    }
  }
}

/// Settings of a run that goes on with others than before, which could not be written down.
public struct SettingsFailure: RunNotice {
  /// What went wrong.
  public let cause: FileError

  /// What went wrong, as sentences.
  public var description: String { "Warning: \(cause) Training goes on." }
}
