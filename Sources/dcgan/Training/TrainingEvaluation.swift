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

  /// The observer that judges a session's run; `nil` if none is asked for. `reference` is what there is to judge it by,
  /// if that has been read already.
  ///
  /// - Throws: ``Evaluation/EvaluationMonitor/Interruption`` if the user ends the work, or what reading the data set
  ///   and learning features throw.
  static func monitor(
    _ session: TrainingSession, _ reference: TrainingReference?, _ tools: TrainingTools, _ interruption: Interruption,
    isQuiet: Bool, display: ProgressDisplay?
  ) throws -> EvaluationMonitor? {
    guard
      let reference = try reference
        ?? TrainingReference(session.settings, data: session.data.path, session.parts, tools.cache, tools.context)
    else { return nil }
    let terminal = tools.terminal
    let bar = isQuiet ? nil : ProgressBar(terminal: terminal, total: 1000)
    defer { bar?.finish() }
    func show(_ work: String) -> (Double) throws -> Void {
      { fraction in
        if interruption.wasRequested { throw EvaluationMonitor.Interruption() }
        bar?.update(completed: Int(fraction * 1000)) { [work] }
      }
    }
    let learning = show("training the classifier, once")
    var isSaid = isQuiet || terminal.canRedraw
    let features = try FeatureSource(
      reference.data.judgement, cache: tools.cache, tools.context, report: { bar?.report($0) ?? terminal.report($0) },
      progress: { fraction in
        // Nothing else is written meanwhile where there is no bar.
        if !isSaid { terminal.report("First a classifier is trained, once, by which the images are judged.") }
        isSaid = true
        try learning(fraction)
      })
    let yardstick = try Judge(features, reference.images).yardstick(progress: show("measuring images held out"))
    return EvaluationMonitor(
      session.directory, everyEpochs: session.settings.evaluationInterval, yardstick,
      classNames: reference.data.classNames,
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

/// What a run is judged by while it trains.
struct TrainingReference {
  /// All of its data set, whatever --limit says: features of runs that are to be compared are the same.
  let data: RealImages
  /// Those that samples are compared with.
  let images: ReferenceImages

  /// Reads the images, and refuses those that there is no memory to judge; `nil` if a run of these settings is not to be
  /// judged.
  init?(
    _ settings: RunSettings, data path: String, _ parts: TrainingParts, _ cache: ClassifierCache?,
    _ context: ComputeContext
  ) throws {
    guard settings.evaluationInterval > 0 else { return nil }
    data = try RealImages(path: path)
    images = try ReferenceImages(
      data.judgement, against: .heldOut, parts: parts, count: EvaluateCommand.defaultCount)
    try images.requireMemory(cache, context)
  }
}

/// What every training of a command is done with.
struct TrainingTools {
  let context: ComputeContext
  /// Where the classifier is kept that judges images; nowhere if `nil`.
  let cache: ClassifierCache?
  let terminal: Terminal
}
