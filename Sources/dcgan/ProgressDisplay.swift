import CommandLineKit
import FileFormats
import GAN

/// Shows a run's progress: a bar on a terminal, and elsewhere a line at the end of each epoch and every ten seconds.
final class ProgressDisplay: TrainingObserver {
  private let bar: ProgressBar
  private let epochs: Int
  private let batchSize: Int
  private let clock = ContinuousClock()
  private var lastLine: ContinuousClock.Instant
  /// Where the rate is measured from, moved on at every line, so that it is that of the last while.
  private var mark: (instant: ContinuousClock.Instant, step: Int)
  private var imagesPerSecond = 0.0

  private static let lineInterval = Duration.seconds(10)
  private static let rateInterval = Duration.seconds(1)

  init(_ terminal: Terminal, _ setup: TrainSetup, lastStep: Int) {
    bar = ProgressBar(terminal: terminal, total: lastStep, completed: setup.state.step)
    epochs = setup.epochs
    batchSize = setup.state.configuration.batchSize
    lastLine = clock.now
    mark = (clock.now, setup.state.step)
  }

  func stepDidEnd(_ progress: TrainingProgress) {
    let now = clock.now
    if now - mark.instant >= Self.rateInterval || imagesPerSecond == 0 || progress.ending != nil {
      let rate = Double((progress.step - mark.step) * batchSize) / (now - mark.instant).seconds
      if rate.isFinite { imagesPerSecond = rate }
      mark = (now, progress.step)
    }
    if progress.endsEpoch || progress.ending != nil || now - lastLine >= Self.lineInterval {
      lastLine = now
      bar.log(completed: progress.step) { fields(progress) }
    } else {
      bar.update(completed: progress.step) { fields(progress) }
    }
  }

  func didRollBack(_ rollback: Rollback, _ state: TrainingState) { mark = (clock.now, rollback.step) }

  /// Shows a sentence that stays.
  func report(_ sentence: String) { bar.report(sentence) }

  func finish() { bar.finish() }

  private func fields(_ progress: TrainingProgress) -> [String] {
    [
      "epoch \(progress.epoch)/\(epochs)", "step \(progress.step)/\(progress.lastStep)",
      "loss D \(progress.metrics.discriminatorLoss.text(decimals: 3)) G \(progress.metrics.generatorLoss.text(decimals: 3))",
      "\(Int(imagesPerSecond.rounded())) images/s",
    ]
  }
}
