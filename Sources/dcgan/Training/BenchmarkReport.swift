import FileFormats
import Foundation
import GAN
import Platform
import TensorCore

/// A measured training step as a table, for `dcgan bench` and `dcgan train --profile`.
struct BenchmarkReport {
  private let benchmark: StepBenchmark
  private let title: String
  private let instructionSet: InstructionSet
  private let threads: Int
  private let peakMemory: Int

  /// Describes a benchmark that `context` ran in this process.
  init(_ benchmark: StepBenchmark, title: String, _ context: ComputeContext) {
    self.benchmark = benchmark
    self.title = title
    instructionSet = context.instructionSet
    threads = context.executor.threads
    peakMemory = ProcessUsage.peakMemory
  }

  /// Seconds of a step in no measured operation.
  private var restSeconds: Double {
    max(0, benchmark.meanStepSeconds - benchmark.rows.reduce(0) { $0 + $1.seconds })
  }

  private var engineSeconds: Double {
    benchmark.rows.filter(\.label.operation.isEngine).reduce(0) { $0 + $1.seconds }
  }

  /// What a narrow terminal has no room for, the least first: calls, bytes, the part of the peak, its rate.
  private static let lesserColumns = [2, 7, 6, 5]

  /// The tables within so many columns of a terminal, if they go to one.
  func text(within columns: Int?) -> String {
    var table = TextTable([.left, .left, .right, .right, .right, .right, .right, .right])
    table.add(["place", "operation", "calls", "ms a step", "share", "GFLOP/s", "of peak", "GB/s"])
    for row in benchmark.rows {
      let rate = 2 * row.multiplyAdds / row.seconds
      let isEngine = row.label.operation.isEngine
      table.add([
        row.label.place, row.label.operation.rawValue, row.calls.text(decimals: 0),
        (row.seconds * 1000).text(decimals: 2), Self.percent(row.seconds / benchmark.meanStepSeconds),
        isEngine ? (rate / 1e9).text(decimals: 0) : "",
        isEngine ? Self.percent(rate / 2 / benchmark.peakMultiplyAdds) : "",
        row.bytes > 0 ? (row.bytes / row.seconds / 1e9).text(decimals: 1) : "",
      ])
    }
    table.add([
      "rest", "", "", (restSeconds * 1000).text(decimals: 2), Self.percent(restSeconds / benchmark.meanStepSeconds),
      "", "", "",
    ])
    table.add(["whole step", "", "", (benchmark.meanStepSeconds * 1000).text(decimals: 2), "100.0 %", "", "", ""])
    let multiplyAdds = benchmark.rows.reduce(0) { $0 + $1.multiplyAdds }
    var facts = TextTable.facts
    facts.add(["network", "\(title), batch \(benchmark.batchSize)"])
    facts.add(["processor", "\(instructionSet.rawValue), \(counted(threads, "thread"))"])
    facts.add(["peak", "\((2 * benchmark.peakMultiplyAdds / 1e9).text(decimals: 0)) GFLOP/s"])
    facts.add([
      "speed",
      "\(benchmark.imagesPerSecond.text(decimals: 1)) images/s, "
        + "\((2 * multiplyAdds / benchmark.meanStepSeconds / 1e9).text(decimals: 0)) GFLOP/s by the layers' "
        + "definitions",
    ])
    facts.add([
      "outside the convolution engines", Self.percent(1 - engineSeconds / benchmark.meanStepSeconds),
    ])
    facts.add(["peak memory", "\((Double(peakMemory) / 1e6).text(decimals: 0)) MB"])
    return (facts.lines(within: columns) + [""] + table.lines(within: columns, leavingOut: Self.lesserColumns)).joined(
      separator: "\n")
  }

  var json: JSONValue {
    .object([
      "architecture": .string(title),
      "batchSize": .number(benchmark.batchSize),
      "instructionSet": .string(instructionSet.rawValue),
      "threads": .number(threads),
      "peakGFLOPS": .number(2 * benchmark.peakMultiplyAdds / 1e9),
      "imagesPerSecond": .number(benchmark.imagesPerSecond),
      "stepSeconds": .number(benchmark.stepSeconds),
      "meanStepSeconds": .number(benchmark.meanStepSeconds),
      "restSeconds": .number(restSeconds),
      "engineShare": .number(engineSeconds / benchmark.meanStepSeconds),
      "peakMemoryBytes": .number(peakMemory),
      "operations": .array(
        benchmark.rows.map { row in
          .object([
            "place": .string(row.label.place),
            "operation": .string(row.label.operation.rawValue),
            "calls": .number(row.calls),
            "seconds": .number(row.seconds),
            "multiplyAdds": .number(row.multiplyAdds),
            "bytes": .number(row.bytes),
          ])
        }),
    ])
  }

  private static func percent(_ fraction: Double) -> String { "\((fraction * 100).text(decimals: 1)) %" }
}
