import CommandLineKit
import FileFormats
import Foundation
import GAN
import TensorCore

/// `dcgan bench`
enum BenchCommand {
  private static let architecture = Option<ArchitectureName>(
    "architecture", valueName: "NAME", default: .dcgan28, help: "Networks to measure: dcgan28 or dcgan64.")
  private static let batchSize = Option<Int>(
    "batch-size", valueName: "N", default: 64, help: "Images a step.", validate: .in(1...4096))
  private static let steps = Option<Int>(
    "steps", valueName: "N", default: 20, help: "Steps to measure, after three to warm up.", validate: .in(1...100_000))
  private static let json = Flag("json", help: "Print JSON.")

  static let command = Command(
    name: "bench", overview: "Measure the training step on this machine, and show where its time goes.",
    parameters: [architecture, batchSize, steps, json] + ProcessorOptions.all, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let context = try ProcessorOptions.context(arguments, profile: Profile())
    let benchmark = try StepBenchmark.run(
      arguments[architecture].architecture(), batchSize: arguments[batchSize], steps: arguments[steps], context)
    let report = BenchmarkReport(
      benchmark, title: arguments[architecture].rawValue, instructionSet: context.instructionSet,
      threads: context.executor.threads, peakMemory: peakMemoryInBytes())
    try terminal.print(arguments[json] ? report.json.text : report.text)
  }

  /// The most memory that the process has held at once.
  static func peakMemoryInBytes() -> Int {
    var usage = rusage()
    #if os(macOS)
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #endif
  }
}

/// An architecture that is known by name.
enum ArchitectureName: String, CaseIterable, ArgumentValue {
  case dcgan28
  case dcgan64

  /// The architecture for latents of `latentSize` values and images of `channels`, or of its usual number.
  func architecture(latentSize: Int = 100, channels: Int? = nil) -> Architecture {
    switch self {
    case .dcgan28: .dcgan28(latentSize: latentSize, channels: channels ?? 1)
    case .dcgan64: .dcgan64(latentSize: latentSize, channels: channels ?? 3)
    }
  }
}
