import CommandLineKit
import GAN
import TensorCore

/// `dcgan bench`
enum BenchCommand {
  /// Of a run's settings, those that change the speed.
  private static let settings: [any AnySetting<TrainingSettings>] = [
    TrainingSettings.Table.recipe, TrainingSettings.Table.batchSize, TrainingSettings.Table.convolutionMethod,
  ]
  private static let architecture = Option<ArchitectureSource>(
    ArchitectureOptions.architecture.parameter.name, valueName: "NAME|FILE", default: .preset(.dcgan28),
    help: ArchitectureOptions.architectureHelp)
  private static let steps = Option<Int>(
    "steps", valueName: "N", default: 20, help: "Steps to measure, after three to warm up.", validate: .in(1...100_000))
  private static let json = Flag("json", help: "Print JSON.")

  static let command = Command(
    name: "bench", overview: "Measure the training step on this machine, and show where its time goes.",
    parameters: [architecture] + ArchitectureOptions.shape
      + SettingOptions.keys(
        settings, defaults: Recipe.default.settings) + [steps, json] + ProcessorOptions.all, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let architecture = try ArchitectureOptions.architecture(arguments[architecture], arguments)
    let context = try ProcessorOptions.context(arguments, profile: Profile())
    var training = (SettingOptions.given(TrainingSettings.Table.recipe, arguments) ?? .default).settings
    SettingOptions.apply(arguments, to: &training, settings)
    let benchmark = try StepBenchmark.run(architecture, training, steps: arguments[steps], context)
    let report = BenchmarkReport(benchmark, title: architecture.name, context)
    try terminal.print(arguments[json] ? report.json.text : report.text)
  }
}
