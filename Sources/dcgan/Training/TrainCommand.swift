import CommandLineKit
import Communication
import FileFormats
import Foundation
import GAN
import Platform
import Runs
import TensorCore

/// `dcgan train`
enum TrainCommand {
  static let command = Command(
    name: "train", overview: "Train a generator and a discriminator on a set of images.",
    discussion: "The run directory receives config.json, metrics.jsonl, a grid of samples after each epoch, and "
      + "checkpoint.safetensors, from which --resume goes on to the same bytes as a run that never stopped. If a "
      + "picture "
      + "or a line of the log cannot be written, training goes on, as it does after a failed save, until the third in "
      + "a "
      + "row or the last one fails.",
    parameters: TrainOptions.all, mainOption: TrainOptions.data, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    guard let exchange = try Job.join() else { return try train(arguments, terminal) }
    try RankedTraining.run(exchange, arguments) { try train(arguments, terminal, $0) }
  }

  /// Trains, by itself or as the first process of a job.
  private static func train(_ arguments: ParsedArguments, _ terminal: Terminal, _ job: TrainingJob? = nil) throws {
    // From here on, the signal that asks for a save does not end the process.
    let saveRequests = SaveRequests()
    let terminal = arguments[TrainOptions.timestamps] ? terminal.withTimestamps : terminal
    let screen = previewScreen(arguments, terminal)
    let profile = arguments[TrainOptions.profile] ? Profile() : nil
    let context = try ProcessorOptions.context(arguments, profile: profile)
    try RecordedStepsOption.check(arguments, isShared: job != nil)
    let livePage = try LiveOption.page(arguments)
    let training = try RequestedTraining(arguments, context, ranks: job?.exchange.ranks ?? 1)
    let isQuiet = arguments[TrainOptions.quiet]
    if !isQuiet {
      training.remarks.forEach(terminal.report)
      if screen == nil, arguments[TrainOptions.preview] != nil { terminal.report(Self.noPreview(training.session)) }
    }

    try job?.share(training.session, lastStep: TrainingLimits(arguments).lastStep(of: training.session))
    let interruption = Interruption()
    let watch = StepWatch()
    profile?.reset()
    let session = training.session
    let path = session.directory.path.shellQuoted
    let limits = TrainingLimits(arguments)
    if let recorder = training.recorder {
      if !isQuiet { terminal.report(RecordedStepsOption.text(recorder)) }
    } else if arguments[RecordedStepsOption.file] != nil {
      terminal.report(RecordedStepsOption.nothingLeft)
    }
    let observers: [(any TrainingObserver)?] = [profile == nil ? nil : watch, training.recorder]
    livePage?.begin(session.directory, arguments, terminal)
    defer { livePage?.end() }
    let ending = try TrainingProgram(
      session: session, limits: limits, isQuiet: isQuiet,
      tools: TrainingTools(context: context, cache: EvaluationOptions.cache(arguments), terminal: terminal),
      advice: "Go on with: dcgan train --resume \(path)", interruption: interruption, saveRequests: saveRequests,
      reference: training.reference, lineInterval: arguments[TrainOptions.progressInterval], screen: screen
    ).run(observers: observers.compactMap { $0 })
    if let profile, ending != .nothingToDo {
      let configuration = session.state.configuration
      let benchmark = StepBenchmark(
        profile, stepTimes: watch.times, batchSize: configuration.batchSize,
        peakMultiplyAdds: context.measurePeakMultiplyAdds())
      let report = BenchmarkReport(benchmark, title: configuration.architecture.name, context)
      try terminal.print(report.text(within: terminal.outputScreen?.columns))
    }
    if ending == .interrupted { throw interruption.exitCode }
    if ending == .finished, !isQuiet {
      let isBad = (try? RunOutcome(session.directory))?.finding.isBad ?? false
      terminal.report(
        (isBad ? "Ended, but not well. See what it draws" : "Done. Draw samples")
          + " with: dcgan sample --checkpoint \(path) --out grid.png")
      terminal.report("See how it went with: \(Self.views(of: session).joined(separator: "; "))")
    }
  }

  /// The screen that `--preview` draws on; `nil` if it is not asked for, or there is none.
  private static func previewScreen(_ arguments: ParsedArguments, _ terminal: Terminal) -> Screen? {
    guard let choice = arguments[TrainOptions.preview], terminal.canRedraw, let size = terminal.errorScreen else {
      return nil
    }
    ScreenRestoration.prepare(for: STDERR_FILENO)
    return Screen(choice, on: size)
  }

  private static func noPreview(_ session: TrainingSession) -> String {
    "Note: '--preview' draws on a terminal, and messages go elsewhere: the pictures are in "
      + "\(session.directory.samples)."
  }

  /// The commands that show how a run went, as far as there is something to show.
  private static func views(of session: TrainingSession) -> [String] {
    let path = session.directory.path.shellQuoted
    let grids = (try? SampleSeries(session.directory))?.grids.count ?? 0
    return ["dcgan report \(path) --out report.html"]
      + (grids > 1 ? ["dcgan timelapse \(path) --out training.gif"] : [])
      + (session.settings.writesEvents ? ["tensorboard --logdir \(path)"] : [])
  }
}
