import CommandLineKit
import FileFormats
import GAN
import TensorCore

/// `dcgan bench`
enum BenchCommand {
  /// Of a run's settings, those that change the speed.
  private static let settings: [any AnySetting<TrainingSettings>] = [
    TrainingSettings.Table.recipe, TrainingSettings.Table.batchSize, TrainingSettings.Table.shards,
    TrainingSettings.Table.convolutionMethod,
  ]
  private static let architecture = Option<ArchitectureSource>(
    ArchitectureOptions.architecture.parameter.name, valueName: "NAME|FILE", default: .preset(.dcgan28),
    help: ArchitectureOptions.architectureHelp)
  private static let steps = Option<Int>(
    "steps", valueName: "N", default: 20, help: "Steps to measure, after three to warm up.", validate: .in(1...100_000))
  private static let scaling = Flag(
    "scaling",
    help:
      "Measure with 1 thread and more, up to --threads, and with batches of 16 to 512 images; with a model of 8, 16 "
      + "and 64 threads.")
  private static let json = Flag("json", help: "Print JSON.")

  static let command = Command(
    name: "bench", overview: "Measure the training step on this machine, and show where its time goes.",
    parameters: [architecture] + ArchitectureOptions.shape
      + SettingOptions.keys(
        settings, defaults: Recipe.default.settings) + [steps, scaling, json] + ProcessorOptions.all, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    var training = (SettingOptions.given(TrainingSettings.Table.recipe, arguments) ?? .default).settings
    SettingOptions.apply(arguments, to: &training, settings)
    let architecture = try ArchitectureOptions.architecture(
      arguments[architecture], arguments, recipe: training.recipe)
    training = training.penalizedWherePossible(architecture)
    let context = try ProcessorOptions.context(arguments, profile: Profile())
    let columns = terminal.outputScreen?.columns
    if arguments[scaling] {
      let report = ScalingReport(
        scaling: try measureScaling(architecture, training, steps: arguments[steps], upTo: context, terminal),
        title: architecture.name, instructionSet: context.instructionSet)
      return try terminal.print(arguments[json] ? report.json.text : report.text(within: columns))
    }
    let benchmark = try StepBenchmark.run(architecture, training, steps: arguments[steps], context)
    let report = BenchmarkReport(benchmark, title: architecture.name, context)
    try terminal.print(arguments[json] ? report.json.text : report.text(within: columns))
  }

  /// Measures numbers of threads up to a context's, then sizes of batches with all of them.
  private static func measureScaling(
    _ architecture: Architecture, _ training: TrainingSettings, steps: Int, upTo context: ComputeContext,
    _ terminal: Terminal
  ) throws -> StepScaling {
    func point(threads: Int, batchSize: Int) throws -> StepScaling.Point {
      terminal.report("Measuring \(counted(threads, "thread")), batches of \(counted(batchSize, "image")).")
      var settings = training
      settings.batchSize = batchSize
      let own = try ComputeContext(
        threads: threads, instructionSet: context.instructionSet, profile: Profile())
      return StepScaling.Point(try StepBenchmark.run(architecture, settings, steps: steps, own), threads: threads)
    }
    let most = context.executor.threads
    // All numbers of a small machine; on a larger one as many as tell the course.
    let counts = most <= 8 ? Array(1...most) : Array(sequence(first: 1) { $0 * 2 < most ? $0 * 2 : nil }) + [most]
    return StepScaling(
      threads: try counts.map { try point(threads: $0, batchSize: training.batchSize) },
      batches: try batchSizes.map { try point(threads: most, batchSize: $0) })
  }

  private static let batchSizes = [16, 32, 64, 128, 256, 512]
}
