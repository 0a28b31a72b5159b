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

  /// How a training ended.
  enum Ending {
    case finished
    /// All its steps had been made before.
    case nothingToDo
    case timeIsUp
    case interrupted
  }

  private var terminal: Terminal { tools.terminal }

  /// Trains until the limits or a signal end it.
  func run(observers: [any TrainingObserver] = []) throws -> Ending {
    let start = ContinuousClock.now
    session.notices.forEach { terminal.report(NoticeText.text($0)) }
    let lastStep = limits.lastStep(of: session)
    if session.state.step >= lastStep {
      terminal.report(
        "Nothing to do: the run stands at step \(session.state.step), and was to end at step \(lastStep). Ask for more "
          + "\(limits.option(of: session)).")
      return .nothingToDo
    }
    let display = isQuiet ? nil : ProgressDisplay(terminal, session, limits)
    defer { display?.finish() }
    let ending: TrainingEnding?
    do {
      let monitor = try TrainingEvaluation.monitor(session, tools, interruption, isQuiet: isQuiet, display: display)
      let all: [(any TrainingObserver)?] = observers + [display, monitor]
      ending = try session.train(
        lastStep: lastStep, observers: all.compactMap { $0 },
        report: { notice in
          let text = NoticeText.text(notice)
          display?.report(text) ?? terminal.report(text)
        },
        shouldStop: {
          interruption.wasRequested || limits.maximumTime.map { start.duration(to: .now) >= $0 } ?? false
        })
    } catch is EvaluationMonitor.Interruption {
      display?.finish()
      terminal.report("Interrupted at step \(session.state.step), while its images were to be judged. \(advice)")
      return .interrupted
    }
    switch ending {
    case .finished: return .finished
    case nil: return .nothingToDo
    case .interrupted:
      display?.finish()
      let reason = interruption.wasRequested ? "Interrupted" : "The time is up"
      terminal.report("\(reason) at step \(session.state.step); the checkpoint is written. \(advice)")
      return interruption.wasRequested ? .interrupted : .timeIsUp
    }
  }
}
