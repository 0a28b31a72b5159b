import CommandLineKit
import FileFormats
import GAN
import Runs

/// Shows a run's progress: a bar on a terminal, and elsewhere a line at the end of each epoch and every ten seconds, or
/// as often as the user wants.
final class ProgressDisplay: TrainingObserver {
  private let bar: ProgressBar
  private let epochs: Int
  private let lastStep: Int
  private let maximumTime: Duration?
  private let batchSize: Int
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let firstStep: Int
  private var lastLine: ContinuousClock.Instant
  /// Where the rate is measured from, moved on at every line, so that it is that of the last while.
  private var mark: (instant: ContinuousClock.Instant, step: Int)
  private var imagesPerSecond = 0.0
  private var lastCompleted = 0

  /// Time from line to line, if the user wants one; then the ends of epochs have no lines of their own.
  private let lineInterval: Duration?
  private static let defaultLineInterval = Duration.seconds(10)
  private static let rateInterval = Duration.seconds(1)

  /// The run ends with its last step, or after a time if there is one. Hidden, it shows sentences and panels alone.
  init(
    _ terminal: Terminal, _ session: TrainingSession, _ limits: TrainingLimits, lineInterval: Duration? = nil,
    isHidden: Bool = false
  ) {
    self.lineInterval = lineInterval
    lastStep = limits.lastStep(of: session)
    maximumTime = limits.maximumTime
    start = clock.now
    firstStep = session.state.step
    bar = ProgressBar(terminal: terminal, total: lastStep, completed: firstStep, isHidden: isHidden)
    epochs = session.settings.epochs
    batchSize = session.state.configuration.batchSize
    lastLine = clock.now
    mark = (clock.now, firstStep)
  }

  /// To be told when all is there for the first step: the time before is none of the steps'.
  func trainingBegins() {
    lastLine = clock.now
    mark = (clock.now, firstStep)
    bar.workBegins(completed: firstStep)
  }

  func stepDidEnd(_ progress: TrainingProgress) {
    let now = clock.now
    if now - mark.instant >= Self.rateInterval || imagesPerSecond == 0 || progress.ending != nil {
      let rate = Double((progress.step - mark.step) * batchSize) / (now - mark.instant).seconds
      if rate.isFinite { imagesPerSecond = rate }
      mark = (now, progress.step)
    }
    lastCompleted = completed(progress.step, now)
    let endsEpoch = progress.position.endsEpoch && lineInterval == nil
    if endsEpoch || progress.ending != nil || now - lastLine >= lineInterval ?? Self.defaultLineInterval {
      lastLine = now
      bar.log(completed: lastCompleted) { fields(progress) }
    } else {
      bar.update(completed: lastCompleted) { fields(progress) }
    }
  }

  func didRollBack(_ rollback: Rollback, _ state: TrainingState) { mark = (clock.now, rollback.step) }

  /// Shows a sentence that stays.
  func report(_ sentence: String) { bar.report(sentence) }

  /// Shows what else than training is under way.
  func show(_ work: String) { bar.update(completed: lastCompleted) { [work] } }

  /// Shows a picture and text above the bar, where there is a screen.
  func show(_ panel: ScreenPanel) { bar.show(panel) }

  func finish() { bar.finish() }

  /// The steps that are done, or those that as much of the time would be, if it ends the run sooner.
  private func completed(_ step: Int, _ now: ContinuousClock.Instant) -> Int {
    guard let maximumTime else { return step }
    let part = min(1, (now - start).seconds / maximumTime.seconds)
    return max(step, firstStep + Int(part * Double(lastStep - firstStep)))
  }

  private func fields(_ progress: TrainingProgress) -> [String] {
    // As many epochs as there may be at all mean that the time alone is to end the run.
    let isEndless = epochs == RunSettings.possibleEpochs.upperBound
    return [
      "epoch \(progress.position.epoch)" + (isEndless ? "" : "/\(epochs)"),
      "step \(progress.step)" + (isEndless ? "" : "/\(progress.lastStep)"),
      "loss D \(OutcomeText.number(progress.metrics.discriminatorLoss)) G "
        + "\(OutcomeText.number(progress.metrics.generatorLoss))",
      "\(Int(imagesPerSecond.rounded())) images/s",
    ]
  }
}
