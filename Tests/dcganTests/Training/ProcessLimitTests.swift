import FileFormats
import Foundation
import Platform
import TestSupport
import Testing

/// The program with less memory or fewer processors than the machine has. A sanitizer takes more address space than any
/// limit.
@Suite(.enabled(if: OperatingSystem.isLinux && !Sanitizers.watch))
struct ProcessLimitTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func run(megabytes: Int, _ arguments: [String]) throws -> Program.Result {
    let limit = "ulimit -v \(megabytes * 1000) && exec \"$@\""
    return try fixture.program.start(arguments, through: ["/bin/sh", "-c", limit, "sh"]).finish()
  }

  private let large = ["--data", BuiltPackage.tinyData, "--limit", "64", "--max-steps", "1"]

  private func expectRefusal(_ result: Program.Result, _ beginning: String) {
    #expect(result.status == 71)
    #expect(result.error.hasPrefix("Error: \(beginning)"), "\(result.error)")
    #expect(result.error.contains("of address space that 'ulimit -v' allows"), "\(result.error)")
  }

  @Test func trainingThatMemoryIsTooSmallForRemovesNothing() throws {
    try fixture.program.run(fixture.training("run") + ["--max-steps", "2"])
    let files = ["checkpoint.safetensors", "config.json", "metrics.jsonl"].map { "run/\($0)" }
    let before = try files.map(fixture.directory.contents)
    expectRefusal(
      try run(megabytes: 280, ["train"] + large + ["--out", "run", "--overwrite"]), "Batches of 64 images would take")
    #expect(try files.map(fixture.directory.contents) == before)
  }

  @Test func trainingThatMemoryIsTooSmallForCreatesNothing() throws {
    expectRefusal(try run(megabytes: 280, ["train"] + large + ["--out", "new"]), "Batches of 64 images would take")
    #expect(!fixture.directory.holds("new"))
  }

  @Test func trainingThatFitsIntoALimitRunsToItsEnd() throws {
    let result = try run(megabytes: 280, fixture.training("run") + ["--max-steps", "2", "--threads", "1"])
    #expect(result.status == 0, "\(result.error)")
    #expect(fixture.directory.holds("run/checkpoint.safetensors"))
  }

  /// Eight kilobytes are enough for the configuration, the log and the picture, not for a checkpoint.
  @Test func aRunThatCannotSaveItsLastCheckpointSaysSoAndFails() throws {
    let limit = "trap '' XFSZ; ulimit -f 16 && exec \"$@\""
    let training = [
      "train", "--data", "data", "--architecture", "gan", "--base-channels", "2", "--recipe", "paper", "--batch-size",
      "8", "--log-every", "1", "--max-steps", "2", "--out", "run", "--quiet",
    ]
    let run = try fixture.program.start(training, through: ["/bin/sh", "-c", limit, "sh"])
    let result = try run.finish()
    #expect(result.status == 74)
    #expect(
      result.error.hasPrefix(
        "Error: 'run/checkpoint.safetensors': cannot be written: File too large. There is no checkpoint yet."),
      "\(result.error)")
    #expect(!fixture.directory.holds("run/checkpoint.safetensors"))
    #expect(try fixture.directory.lines("run/metrics.jsonl").count == 2)
  }

  @Test func aBenchmarkAndImagesThatMemoryIsTooSmallFor() throws {
    expectRefusal(try run(megabytes: 280, ["bench"]), "Batches of 64 images would take")
    expectRefusal(
      try run(megabytes: 280, ["sample", "--checkpoint", fixture.model, "--count", "1000000", "--out", "many.png"]),
      "The images and their encoding would take")
  }

  @Test func anEvaluationThatMemoryIsTooSmallFor() throws {
    func create(_ name: String, _ images: ImageSet) throws {
      try fixture.directory.create("\(name)/.keep", [])
      try IDXFile.write(images, to: fixture.directory.file("\(name)/train-images-idx3-ubyte"))
    }
    func evaluate(_ name: String, megabytes: Int) throws -> Program.Result {
      try run(
        megabytes: megabytes,
        [
          "evaluate", "--images", "\(name)/train-images-idx3-ubyte", "--data", name, "--against", "train",
          "--cache", "cache", "--threads", "1",
        ])
    }
    let side = 512
    try create(
      "large", ImageSet(count: 12, height: side, width: side, channels: 1, bytes: Array(repeating: 7, count: 12 << 18)))
    expectRefusal(try evaluate("large", megabytes: 400), "Judging images of 512x512x1 would take")
    let few = try evaluate(fixture.data, megabytes: 400)
    #expect(few.status == 0, "\(few.error)")
  }

  @Test(arguments: [
    ["inspect"], ["sample", "--out", "x.png", "--checkpoint"], ["train", "--data", "data", "--init-from"],
  ])
  func tooFewFilesThatMayBeOpenAtATime(arguments: [String]) throws {
    func run(files: Int) throws -> Program.Result {
      let limit = "ulimit -n \(files) && exec \"$@\""
      return try fixture.program.start(
        arguments + [fixture.model] + (arguments[0] == "train" ? ["--batch-size", "8", "--max-steps", "1"] : []),
        through: ["/bin/sh", "-c", limit, "sh"]
      ).finish()
    }
    for files in [4, 5, 8, 12, 16] {
      let result = try run(files: files)
      #expect(result.status == 71)
      #expect(
        result.error
          == "Error: The program needs to open 16 files at a time, and the system does not allow as many. Raise the limit, "
          + "for instance with 'ulimit -n 256', or close what the shell holds open.\n")
    }
    #expect(!fixture.directory.holds("runs"))
    let enough = try run(files: 24)
    #expect(enough.status == 0, "\(enough.error)")
  }

  private func benchmark(through command: [String] = [], _ more: String...) throws -> [String: Any] {
    let arguments = ["bench", "--batch-size", "2", "--steps", "1", "--json"] + more
    let result = try fixture.program.start(arguments, through: command).finish()
    return try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/taskset")))
  func threadsFollowTheAffinityMask() throws {
    #expect(try benchmark(through: ["/usr/bin/taskset", "-c", "0"])["threads"] as? Int == 1)
  }

  @Test func threadsThatNeverStartTakeNoMemory() throws {
    let few = try #require(try benchmark("--threads", "\(Processors.allowedCount)")["peakMemoryBytes"] as? Double)
    let many = try #require(try benchmark("--threads", "1024")["peakMemoryBytes"] as? Double)
    #expect(many < few * 1.2)
  }
}
