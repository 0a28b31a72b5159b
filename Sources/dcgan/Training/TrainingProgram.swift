import CommandLineKit
import Evaluation
import FileFormats
import GAN
import Runs

/// A session at work in front of a user: its progress, and what is to be told of it.
struct TrainingProgram {
  let session: TrainingSession
  let limits: TrainingLimits
  let isQuiet: Bool
  let tools: TrainingTools
  /// How to go on with a training that time or a signal ends.
  let advice: String
  /// The one watch for signals: a process cannot have a second after the first.
  let interruption: Interruption
  /// The watch for requests to save.
  let saveRequests: SaveRequests

  /// What the run is judged by, if it is and that has been read already.
  var reference: TrainingReference?
  /// Time from a line of progress to the next, where there is no screen; the default if `nil`.
  var lineInterval: Duration?
  /// Where pictures are shown while it trains; nowhere if `nil`.
  var screen: Screen?

  /// How a training ended.
  enum Ending {
    case finished
    /// All its steps had been made before.
    case nothingToDo
    case timeIsUp
    case interrupted
    /// By a signal that another process of its job got, which has the exit code.
    case interruptedElsewhere
  }

  private var terminal: Terminal { tools.terminal }

  /// Trains until the limits or a signal end it.
  func run(observers: [any TrainingObserver] = []) throws -> Ending {
    let start = ContinuousClock.now
    session.notices.forEach { terminal.report(NoticeText.text($0)) }
    let lastStep = limits.lastStep(of: session)
    if session.state.step >= lastStep {
      do {
        if session.lacksJudgement { try judgeLastEpoch() }
      } catch is EvaluationMonitor.Interruption {
        terminal.report("Interrupted before the images were judged. \(advice)")
        return .interrupted
      }
      if isQuiet { return .nothingToDo }
      terminal.report(
        "Nothing to do: the run stands at step \(session.state.step), and was to end at step \(lastStep). Ask for more "
          + "\(limits.option(of: session)).")
      return .nothingToDo
    }
    // Nothing depends on it: a disk that has no room for it is told of by what is needed.
    try? session.directory.record(RunEnvironment(program: Version.name, tools.context), from: session.state.step)
    let forecast = session.diskForecast(lastStep: lastStep)
    if !isQuiet || forecast.isTooMuch { terminal.report(DiskForecastText.text(forecast)) }
    let display =
      isQuiet && screen == nil
      ? nil : ProgressDisplay(terminal, session, limits, lineInterval: lineInterval, isHidden: isQuiet)
    let preview = screen.flatMap { screen in
      display.map { TrainingPreview(session, screen, terminal, $0, showsPlace: isQuiet) }
    }
    defer { display?.finish() }
    let timeIsUp = { limits.maximumTime.map { start.duration(to: .now) >= $0 } ?? false }
    let ending: TrainingEnding?
    do {
      let monitor = try TrainingEvaluation.monitor(
        session, reference, tools, interruption, isQuiet: isQuiet, display: display)
      display?.trainingBegins()
      let all: [(any TrainingObserver)?] = observers + [display, preview, monitor]
      let report: (any RunNotice) -> Void = { notice in
        let text = NoticeText.text(notice)
        display?.report(text) ?? terminal.report(text)
      }
      for case let recorder as StepRecorder in observers {
        recorder.report = { if !isQuiet || $0.isTrouble { report($0) } }
      }
      ending = try session.train(
        lastStep: lastStep, observers: all.compactMap { $0 },
        report: report,
        shouldSave: { saveRequests.take() },
        shouldStop: { interruption.wasRequested || timeIsUp() })
    } catch is EvaluationMonitor.Interruption {
      display?.finish()
      terminal.report("Interrupted at step \(session.state.step), while its images were to be judged. \(advice)")
      return .interrupted
    }
    display?.finish()
    if ending != nil { reportOutcome() }
    switch ending {
    case .finished: return .finished
    case nil: return .nothingToDo
    case .interrupted:
      if interruption.wasRequested { return stopped(.interrupted, "Interrupted") }
      return timeIsUp()
        ? stopped(.timeIsUp, "The time is up")
        : stopped(.interruptedElsewhere, "Interrupted by a signal to another process")
    }
  }

  /// Says why the training has stopped before its end.
  private func stopped(_ ending: Ending, _ reason: String) -> Ending {
    terminal.report("\(reason) at step \(session.state.step); the checkpoint is written. \(advice)")
    return ending
  }

  /// Makes up for a judgement that was interrupted at the run's end.
  private func judgeLastEpoch() throws {
    if !isQuiet {
      terminal.report("The images of step \(session.state.step) were not judged yet: that is made up for.")
    }
    guard
      let monitor = try TrainingEvaluation.monitor(
        session, reference, tools, interruption, isQuiet: isQuiet, display: nil)
    else { return }
    try session.train(
      lastStep: session.state.step, observers: [monitor], report: { terminal.report(NoticeText.text($0)) })
  }

  /// Says what became of the run; to a user who wants no progress, only if that is bad. Without a log there is nothing
  /// to say.
  private func reportOutcome() {
    guard let outcome = try? RunOutcome(session.directory) else { return }
    let text = OutcomeText(outcome: outcome)
    if !isQuiet {
      text.lines.forEach(terminal.report)
    } else if outcome.finding.isBad {
      text.lines.suffix(1).forEach(terminal.report)
    }
  }
}
