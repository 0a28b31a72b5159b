import CommandLineKit
import GAN
import TensorCore

/// `dcgan bench`
enum BenchCommand {
  private static let batchSize = Option<Int>(
    "batch-size", valueName: "N", default: 64, help: "Images a step.", validate: .in(1...4096))
  private static let steps = Option<Int>(
    "steps", valueName: "N", default: 20, help: "Steps to measure, after three to warm up.", validate: .in(1...100_000))
  private static let json = Flag("json", help: "Print JSON.")

  static let command = Command(
    name: "bench", overview: "Measure the training step on this machine, and show where its time goes.",
    parameters: [ArchitectureOptions.architecture] + ArchitectureOptions.shape + [
      batchSize, steps, TrainOptions.exactConvolution, json,
    ]
      + ProcessorOptions.all, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let architecture = try ArchitectureOptions.architecture(arguments[ArchitectureOptions.architecture], arguments)
    let context = try ProcessorOptions.context(arguments, profile: Profile())
    let benchmark = try StepBenchmark.run(
      architecture, batchSize: arguments[batchSize], steps: arguments[steps],
      convolutionMethod: arguments[TrainOptions.exactConvolution] ? .direct : .winograd, context)
    let report = BenchmarkReport(benchmark, title: architecture.name, context)
    try terminal.print(arguments[json] ? report.json.text : report.text)
  }
}
