import FileFormats
import GAN
import Runs
import TensorCore

/// Judges a run's images while it trains: after every few epochs it adds their figures to the log, and keeps the
/// networks with the lowest Fréchet distance. It reads the run's state and changes no bit of it.
public final class EvaluationMonitor: LoggedObserver {
  private let run: RunDirectory
  private let interval: Int
  private let yardstick: Yardstick
  private let classNames: [String]
  private let report: (any RunNotice) -> Void
  private let progress: (Double) throws -> Void
  private var best: BestCheckpoint
  private var log: MetricsLog?

  /// The seed of the latents whose images are judged, that of `dcgan evaluate`.
  public static let seed: UInt64 = 0

  /// Creates a monitor.
  ///
  /// - Parameters:
  ///   - run: where the run lies.
  ///   - interval: epochs from one judgement to the next, at least 1.
  ///   - yardstick: what to judge by.
  ///   - classNames: the classes' names in the order of their numbers, where they have any.
  ///   - report: given an ``EvaluationNotice`` after each judgement, or an ``EvaluationTrouble``.
  ///   - progress: called with the part of a judgement that is done. An error of it, such as ``Interruption``, ends the
  ///     training; the judgement is made up for when the run goes on.
  public init(
    _ run: RunDirectory, everyEpochs interval: Int, _ yardstick: Yardstick, classNames: [String] = [],
    report: @escaping (any RunNotice) -> Void, progress: @escaping (Double) throws -> Void = { _ in }
  ) {
    self.run = run
    self.interval = interval
    self.yardstick = yardstick
    self.classNames = classNames
    self.report = report
    self.progress = progress
    best = BestCheckpoint(run, at: 0)
  }

  /// Ends a judgement before it is done.
  public struct Interruption: Error {
    /// Makes one.
    public init() {}
  }

  /// Takes up the best networks so far, and makes up for a judgement that was interrupted or not asked for.
  public func trainingWillBegin(_ state: TrainingState, _ log: MetricsLog) throws {
    self.log = log
    best = BestCheckpoint(run, at: state.step)
    let isJudged = (try? QualityHistory(run, until: state.step))?.records.last?.step == state.step
    if state.step > 0, !isJudged { try judgeIfDue(state) }
  }

  /// Whether images are judged after this step: the networks may be the best.
  public func isDueToSave(_ state: TrainingState) -> Bool {
    let position = state.configuration.position(at: state.step)
    return position.endsEpoch && position.epochsDone % interval == 0
  }

  /// Judges the images if it is time.
  public func stepDidEnd(_ progress: TrainingProgress) throws { try judgeIfDue(progress.state) }

  /// Forgets what was found on the way that the run has left.
  public func didRollBack(_ rollback: Rollback, _ state: TrainingState) { best = BestCheckpoint(run, at: state.step) }

  private func judgeIfDue(_ state: TrainingState) throws {
    guard isDueToSave(state) else { return }
    let position = state.configuration.position(at: state.step)
    do {
      let judgement = try yardstick.evaluate(draw(state)) { [progress] in try progress(0.2 + 0.8 * $0) }
      try keep(judgement, state, epoch: position.epochsDone)
    } catch let error as EvaluationError {
      report(EvaluationTrouble(reason: error.description, consequence: "without figures of this epoch"))
    }
  }

  /// Writes the networks before the line that says how good they are: what the log tells is there.
  private func keep(_ judgement: Judgement, _ state: TrainingState, epoch: Int) throws {
    guard let record = QualityRecord(judgement.logJSON(classNames: classNames), step: state.step) else { return }
    var isBest = false
    do {
      isBest = try best.offer(state, record)
    } catch let error as FileError {
      report(EvaluationTrouble(reason: error.description, consequence: "and these networks are not kept as the best"))
    }
    try log?.append(record, epoch: epoch)
    report(EvaluationNotice(epoch: epoch, record: record, isBest: isBest))
  }

  private func draw(_ state: TrainingState) throws -> ImageSet {
    let count = yardstick.count
    var (bytes, classes): ([UInt8], [UInt8]) = ([], [])
    bytes.reserveCapacity(count * state.configuration.architecture.image.imageCount)
    try state.withImageGenerator { generator in
      try generator.sample(
        count: count, first: 0, seed: Self.seed, distribution: state.configuration.latentDistribution
      ) { place, image in
        bytes += PixelValues.bytes(nearest: image)
        classes += generator.classLabel(place: place, seed: Self.seed)
        try progress(0.2 * Double(place + 1) / Double(count))
      }
    }
    return ImageSet(
      state.configuration.architecture.image, bytes: bytes, labels: classes.isEmpty ? nil : classes)
  }
}
