import Runs
import CommandLineKit
import FileFormats
import GAN
import TensorCore

/// `dcgan train`
enum TrainCommand {
  static let command = Command(
    name: "train", overview: "Train a generator and a discriminator on a set of images.",
    discussion: "The run directory receives config.json, metrics.jsonl, a grid of samples after each epoch, and "
      + "checkpoint.safetensors, from which --resume goes on to the same bytes as a run that never stopped. If a picture "
      + "or a line of the log cannot be written, training goes on, as it does after a failed save, until the third in a "
      + "row or the last one fails.",
    parameters: TrainOptions.all, run: { try run($0, $1, nil) })

  /// Trains. ``CompareCommand`` does so for each of its architectures, with one watch for signals: a process cannot have a
  /// second after the first. How to go on, it tells itself.
  static func run(_ arguments: ParsedArguments, _ terminal: Terminal, _ interruption: Interruption?) throws {
    let start = ContinuousClock.now
    let profile = arguments[TrainOptions.profile] ? Profile() : nil
    let context = try ProcessorOptions.context(arguments, profile: profile)
    let setup = try TrainSetup(arguments, context)
    let quiet = arguments[TrainOptions.quiet]
    setup.warnings.forEach(terminal.report)
    if !quiet { setup.remarks.forEach(terminal.report) }

    let configuration = setup.state.configuration
    // At most a million epochs, and no more batches than images in memory: the product is far from overflowing.
    let stepsOfEpochs = setup.epochs * configuration.batchesPerEpoch
    let lastStep = min(stepsOfEpochs, arguments[TrainOptions.maxSteps] ?? stepsOfEpochs)
    if setup.state.step >= lastStep {
      let limit = lastStep < stepsOfEpochs ? "--max-steps" : "--epochs"
      terminal.report(
        "Nothing to do: the run stands at step \(setup.state.step), and was to end at step \(lastStep). Ask for more \(limit)."
      )
      return
    }

    let display =
      quiet
      ? nil
      : ProgressDisplay(
        terminal, setup, lastStep: lastStep, greatestTime: arguments[TrainOptions.maxTime])
    let report: (String) -> Void = { display?.report($0) ?? terminal.report($0) }
    var observers: [any TrainingObserver] = [
      HealthMonitor(setup.data.images, report: report),
      try MetricsLog(
        setup.run, step: setup.state.step, every: arguments[TrainOptions.logEvery],
        batchSize: configuration.batchSize, report: report),
      SampleWriter(setup.run, everyEpochs: arguments[TrainOptions.sampleEvery], report: report),
      CheckpointWriter(
        setup.run, everySteps: arguments[TrainOptions.checkpointEvery], keep: setup.keptCount,
        newestStep: setup.newestStep, report: report),
    ]
    if let display { observers.append(display) }
    defer { display?.finish() }

    let watch = StepWatch()
    if profile != nil { observers.append(watch) }

    let isAlone = interruption == nil
    let interruption = interruption ?? Interruption()
    profile?.reset()
    try Trainer(setup.state, images: setup.data.images, context).train(
      lastStep: lastStep, observers: observers,
      shouldStop: {
        interruption.wasRequested || arguments[TrainOptions.maxTime].map { start.duration(to: .now) >= $0 } ?? false
      })
    display?.finish()
    if let profile {
      let benchmark = StepBenchmark(
        profile, stepTimes: watch.times, batchSize: configuration.batchSize,
        peakMultiplyAdds: context.measurePeakMultiplyAdds())
      try terminal.print(
        BenchmarkReport(benchmark, title: configuration.architecture.name, context).text)
    }
    if setup.state.step < lastStep {
      let reason = interruption.wasRequested ? "Interrupted" : "The time is up"
      let advice = isAlone ? " Go on with: dcgan train --resume \(setup.run.path.shellQuoted)" : ""
      terminal.report("\(reason) at step \(setup.state.step); the checkpoint is written." + advice)
      if interruption.wasRequested { throw interruption.exitCode }
      return
    }
    if !quiet {
      terminal.report("Done. Draw samples with: dcgan sample --checkpoint \(setup.run.path.shellQuoted) --out grid.png")
    }
  }
}
