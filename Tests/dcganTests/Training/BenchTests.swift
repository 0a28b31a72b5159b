import Foundation
import TensorCore
import TestSupport
import Testing

@testable import GAN
@testable import dcgan

struct BenchTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func theReportHasALineForEachOperationAsTextAndAsJSONAndLeavesNothingBehind() throws {
    let text = try directory.program.run("bench", "--batch-size", "2", "--steps", "1", "--threads", "1")
    #expect(text.status == 0 && text.error == "")
    #expect(text.text.hasPrefix("network                          dcgan28, batch 2\n"))
    let result = try directory.program.run("bench", "--batch-size", "2", "--steps", "1", "--threads", "1", "--json")
    #expect(result.status == 0 && result.error == "")
    let report = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    #expect(report["architecture"] as? String == "dcgan28")
    #expect(report["batchSize"] as? Int == 2)
    #expect(report["threads"] as? Int == 1)
    let operations = try #require(report["operations"] as? [[String: Any]])
    for operation in operations {
      let place = try #require(operation["place"] as? String)
      #expect(text.text.contains("\n\(place) "))
    }
    #expect(operations.contains { $0["place"] as? String == "generator.4" })
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
  }

  @Test func scalingNamesEveryNumberOfThreadsAndEveryBatchAndCallsTheModelOne() throws {
    let words = [
      "bench", "--architecture", "gan", "--base-channels", "4", "--steps", "1", "--threads", "2", "--scaling",
    ]
    let text = try directory.program.run(words)
    #expect(text.status == 0, "\(text.error)")
    #expect(text.text.contains("\nthreads  images/s  speed-up  efficiency  lost: engines  lost: element-wise"))
    #expect(text.text.contains("A model of more threads, no measurement"))
    let json = try directory.program.run(words + ["--json"])
    let report = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    func values(_ list: String, _ key: String) -> [Int] {
      (report[list] as? [[String: Any]] ?? []).compactMap { $0[key] as? Int }
    }
    #expect(values("threads", "threads") == [1, 2])
    #expect(values("batches", "batchSize") == [16, 32, 64, 128, 256, 512])
    #expect(values("model", "threads") == [8, 16, 64])
  }

  @Test func oneThreadHasNoModel() throws {
    let result = try directory.program.run(
      "bench", "--architecture", "gan", "--base-channels", "4", "--steps", "1", "--threads", "1", "--scaling", "--json")
    #expect(result.text.contains(#""model":[]"#))
  }

  /// A step whose engines take so many milliseconds, and whose rest takes others.
  private func point(threads: Int, engines: Double, rest: Double) -> StepScaling.Point {
    let benchmark = StepBenchmark(
      Profile(), stepTimes: [.milliseconds(engines + rest)], batchSize: 64, peakMultiplyAdds: 1)
    return StepScaling.Point(benchmark, threads: threads, parts: [.engines: engines / 1000, .rest: rest / 1000])
  }

  @Test func theScalingOfMeasuredStepsIsReckonedPerThread() throws {
    // Engines: 10 + 90 / n; the rest: 20 whatever n.
    let points = [point(threads: 1, engines: 100, rest: 20), point(threads: 4, engines: 32.5, rest: 20)]
    let report = ScalingReport(
      scaling: StepScaling(threads: points, batches: points), title: "gan", instructionSet: InstructionSet.available[0])
    let rows = report.text(within: nil).split(separator: "\n").map { line in
      line.split(separator: "  ").map { $0.drop { $0 == " " } }
    }
    #expect(rows.contains(["1", "533.3", "1.00", "100 %", "0.00 ms", "0.00 ms", "0.00 ms", "0.00 ms"]))
    #expect(rows.contains(["4", "1219.0", "2.29", "57 %", "7.50 ms", "0.00 ms", "0.00 ms", "15.00 ms"]))
    // The model, and the batches.
    #expect(rows.contains(["8", "1552", "2.9"]))
    #expect(rows.contains(["64", "4", "1219.0", "0.820"]))
  }

  @Test func aProfileOfARealRunHasTheSameReport() throws {
    let fixture = try SmallModel()
    let result = try fixture.program.run(fixture.training("run", "--max-steps", "3", "--profile"))
    #expect(result.status == 0)
    #expect(result.text.hasPrefix("network                          small, batch 8\n"))
    #expect(result.text.contains("\ngenerator.4 "))
  }
}
