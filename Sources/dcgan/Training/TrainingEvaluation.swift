import CommandLineKit
import Evaluation
import FileFormats
import GAN
import Runs
import TensorCore

/// The judging of a run while it trains, as `--evaluate-every` asks for it.
enum TrainingEvaluation {
  /// Refuses to judge a run that there are no images to judge by.
  static func check(_ settings: RunSettings, _ training: TrainingSettings, resumes: Bool = false) throws {
    guard settings.evaluationInterval > 0, training.heldOutCount < Judge.fewestForFrechet else { return }
    let fewest = Judge.fewestForFrechet
    let remedy =
      resumes
      ? "this run holds out \(training.heldOutCount), which cannot be changed: judge it by 'dcgan evaluate', or start a "
        + "new one with --hold-out"
      : "add --hold-out N, with at least \(fewest) images"
    throw UsageError(
      "'--evaluate-every' chooses the best networks by images that are kept apart from training, never by test images; "
        + "\(remedy).")
  }

  /// The observer that judges a session's run; `nil` if none is asked for.
  ///
  /// - Throws: ``Evaluation/EvaluationMonitor/Interruption`` if the user ends the work, or what reading the data set
  ///   and learning features throw.
  static func monitor(
    _ session: TrainingSession, _ tools: TrainingTools, _ interruption: Interruption, isQuiet: Bool,
    display: ProgressDisplay?
  ) throws -> EvaluationMonitor? {
    guard session.settings.evaluationInterval > 0 else { return nil }
    let terminal = tools.terminal
    let bar = isQuiet ? nil : ProgressBar(terminal: terminal, total: 1000)
    defer { bar?.finish() }
    func show(_ work: String) -> (Double) throws -> Void {
      { fraction in
        if interruption.wasRequested { throw EvaluationMonitor.Interruption() }
        bar?.update(completed: Int(fraction * 1000)) { [work] }
      }
    }
    // All of the data set, whatever --limit says: features of runs that are to be compared are the same.
    let data = try RealImages(path: session.data.path)
    let learning = show("training the classifier, once")
    var isSaid = isQuiet || terminal.canRedraw
    let features = try FeatureSource(
      data.judgement, cache: tools.cache, tools.context, report: { bar?.report($0) ?? terminal.report($0) },
      progress: { fraction in
        // Nothing else is written meanwhile where there is no bar.
        if !isSaid { terminal.report("First a classifier is trained, once, by which the images are judged.") }
        isSaid = true
        try learning(fraction)
      })
    let judge = try Judge(
      features, data: data.judgement, against: .heldOut, parts: session.parts, count: EvaluateCommand.defaultCount)
    let yardstick = try judge.yardstick(progress: show("measuring images held out"))
    return EvaluationMonitor(
      session.directory, everyEpochs: session.settings.evaluationInterval, yardstick, classNames: data.classNames,
      report: { notice in
        if isQuiet, notice is EvaluationNotice { return }
        display?.report(NoticeText.text(notice)) ?? terminal.report(NoticeText.text(notice))
      },
      progress: { fraction in
        if interruption.wasRequested { throw EvaluationMonitor.Interruption() }
        display?.show("judging the images, \(Int(fraction * 100)) %")
      })
  }
}

/// What every training of a command is done with.
struct TrainingTools {
  let context: ComputeContext
  /// Where the classifier is kept that judges images; nowhere if `nil`.
  let cache: ClassifierCache?
  let terminal: Terminal
}
