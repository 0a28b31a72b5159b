import FileFormats
import Foundation
import Runs
import TestSupport
import Testing

@testable import dcgan

/// `dcgan sweep`
struct SweepTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    try fixture.directory.create("small.json", SmallModel.architecture.json.text.utf8)
  }

  private let shared = [
    "--architecture", "small.json", "--data", "data", "--batch-size", "8", "--log-every", "1", "--out", "out",
  ]

  private func sweep(_ arguments: String...) throws -> Program.Result {
    try fixture.program.run(["sweep"] + arguments + shared)
  }

  @Test func eachChoiceIsARunLikeAnyOtherAndTheTableHasThemAll() throws {
    let result = try sweep("learning-rate=1e-3,2e-4", "seed=3-4", "--epochs", "2")
    result.expectSuccess()
    let names = ["0.0002,seed=3", "0.0002,seed=4", "0.001,seed=3", "0.001,seed=4"].map { "learning-rate=\($0)" }
    let contents = try FileManager.default.contentsOfDirectory(atPath: fixture.directory.file("out")).sorted()
    #expect(contents == names + ["results.csv"])
    let lines = result.text.split(separator: "\n")
    #expect(lines.count == 5 && lines[0].hasPrefix("rank  learning-rate  seed  epochs"))
    #expect(result.error.contains("Run 1 of 4: learning-rate=0.001,seed=3\n"))
    #expect(result.error.contains("No run has a rank: none has trained long enough to tell how it goes."))
    #expect(try fixture.directory.lines("out/results.csv").count == 5)
    // The same bytes as by 'train'.
    try fixture.program.run(
      ["train", "--learning-rate", "0.001", "--seed", "4", "--epochs", "2"] + shared.dropLast(2) + ["--out", "alone"]
    ).expectSuccess()
    #expect(
      try fixture.directory.contents("out/\(names[3])/checkpoint.safetensors")
        == fixture.directory.contents("alone/checkpoint.safetensors"))
    #expect(try fixture.program.run("runs", "out").text.split(separator: "\n").count == 5)
  }

  @Test func theSameCommandDoesNothingAgainAndMoreEpochsGoOn() throws {
    try sweep("seed=0-1", "--epochs", "1").expectSuccess()
    let first = try fixture.directory.contents("out/seed=0/checkpoint.safetensors")
    try sweep("seed=0-1", "--epochs", "1").expectSuccess()
    #expect(try fixture.directory.contents("out/seed=0/checkpoint.safetensors") == first)
    let more = try sweep("seed=0-2", "--epochs", "2", "--quiet")
    more.expectSuccess()
    #expect(more.error == "" && more.text.split(separator: "\n").count == 4)
    #expect(try fixture.directory.lines("out/seed=0/metrics.jsonl").filter { $0.contains("lossD") }.count == 10)
    let other = try sweep("seed=0-1", "--epochs", "2", "--beta1", "0.9")
    #expect(other.status == 64)
    #expect(other.error.hasPrefix("Error: '--beta1 0.9' contradicts the run in 'out/seed=0', which has 0.5."))
  }

  @Test func severalRunsTrainAtATimeToTheSameBytes() throws {
    try sweep("seed=0-2", "--epochs", "2").expectSuccess()
    let one = try (0...2).map { try fixture.directory.contents("out/seed=\($0)/checkpoint.safetensors") }
    try FileManager.default.removeItem(atPath: fixture.directory.file("out"))
    let result = try sweep("seed=0-2", "--epochs", "2", "--jobs", "3", "--json")
    result.expectSuccess()
    #expect(try (0...2).map { try fixture.directory.contents("out/seed=\($0)/checkpoint.safetensors") } == one)
    #expect(result.error.contains("Done: seed=1"))
    #expect(fixture.directory.holds("out/seed=1.log"))
    let json = try JSONValue(parsing: Array(result.output))
    let runs = try #require(json["runs"]?.array)
    #expect(runs.count == 3 && runs.allSatisfy { $0["state"]?.string == "done" && $0["outcome"] != nil })
    #expect(Set(runs.compactMap { $0["settings"]?["seed"]?.string }) == ["0", "1", "2"])
  }

  @Test func aRunThatFailsIsNamedAndTheOthersGoOn() throws {
    for jobs in ["1", "2"] {
      // An explosion that no smaller rate helps against.
      let result = try sweep("learning-rate=1e30,1e-3", "--epochs", "2", "--jobs", jobs, "--csv")
      #expect(result.status == 70, "\(result.error)")
      #expect(result.error.contains("Warning: The run in 'out/learning-rate=1e+30' failed: "), "\(result.error)")
      let lines = result.text.split(separator: "\n")
      #expect(lines.count == 3 && lines[1].hasPrefix(",0.001,out/learning-rate=0.001,done,10,2,"))
      #expect(lines[2].hasPrefix(",1e+30,out/learning-rate=1e+30,failed,"))
    }
  }

  @Test func runsOfEqualWorthHaveOneRankAndThoseThatAreTooYoungNone() throws {
    let young = try sweep("seed=0-1", "--epochs", "1", "--json")
    let runs = try #require(try JSONValue(parsing: Array(young.output))["runs"]?.array)
    #expect(runs.count == 2 && runs.allSatisfy { $0["rank"] == .null })
    let table = try sweep("seed=0-1", "--epochs", "60").text.split(separator: "\n")
    #expect(table.count == 3 && table.dropFirst().allSatisfy { $0.hasPrefix("   1 ") }, "\(table)")
    let mixed = try sweep("seed=0-2", "--epochs", "60", "--max-steps", "10", "--csv")
    #expect(mixed.error.contains("Ranked by what became of each run, not by its images"))
    #expect(mixed.text.split(separator: "\n").dropFirst().map { $0.prefix(4) } == ["1,0,", "1,1,", ",2,o"])
  }

  @Test func judgedRunsAreRankedByTheQualityOfTheirBestEpoch() throws {
    let text = """
      rank,seed,path,state,steps,epochsDone,seconds,lossD,lossG,diversity,frechet,frechetStep,verdict
      """
    try sweep("seed=0-1", "--epochs", "1").expectSuccess()
    for (seed, distance) in [(0, 9.5), (1, 3.25)] {
      let record =
        #"{"epoch":1,"evaluation":{"against":"held-out","count":100,"features":"f","frechet":{"value":\#(distance)}},"step":5}"#
      let path = "out/seed=\(seed)/metrics.jsonl"
      try fixture.directory.create(path, try fixture.directory.contents(path) + Data((record + "\n").utf8))
    }
    let result = try sweep("seed=0-1", "--epochs", "1", "--csv")
    result.expectSuccess()
    #expect(result.error.contains("Ranked by the Fréchet distance of each run's best epoch"))
    let lines = result.text.split(separator: "\n")
    #expect(
      lines[0] == text && lines[1].hasPrefix("1,1,") && lines[1].contains(",3.25,5,") && lines[2].contains(",9.5,5,"))
  }

  @Test func aSignalEndsTheSweepWithCheckpointsAndItGoesOn() throws {
    for jobs in ["1", "2"] {
      let arguments = ["sweep", "seed=0-2", "--jobs", jobs] + shared
      let run = try fixture.program.start(arguments + ["--epochs", "1000000"])
      try run.wait { try fixture.directory.lines("out/seed=0/metrics.jsonl").count > 3 }
      run.send(SIGINT)
      let result = try run.finish()
      #expect(result.status == 130)
      #expect(result.error.contains("Interrupted: 0 of 3 runs are done. Go on by giving the same command again.\n"))
      #expect(fixture.directory.holds("out/seed=0/checkpoint.safetensors") && !fixture.directory.holds("out/seed=2"))
      let steps = try fixture.directory.lines("out/seed=0/metrics.jsonl").count
      let more = try fixture.program.run(arguments + ["--epochs", "1000000", "--max-steps", "\(steps + 3)", "--quiet"])
      more.expectSuccess()
      #expect(fixture.directory.holds("out/seed=2/checkpoint.safetensors"))
      try FileManager.default.removeItem(atPath: fixture.directory.file("out"))
    }
  }

  @Test func aSecondSignalEndsTheRunsThatAreAtWorkToo() throws {
    let run = try fixture.program.start([
      "sweep", "seed=0-1", "--data", BuiltPackage.tinyData, "--batch-size", "128", "--threads", "1", "--log-every", "1",
      "--out", "out",
    ])
    try run.wait { try fixture.directory.lines("out/seed=0/metrics.jsonl").count > 0 }
    run.send(SIGINT)
    try run.wait {
      run.send(SIGINT)
      return false
    }
    #expect(try run.finish().status == 130)
    expectToEnd("out/seed=0")
  }

  /// Waits for a training that nobody waits for.
  private func expectToEnd(_ run: String) {
    let directory = RunDirectory(fixture.directory.file(run))
    let start = Date()
    while directory.isInUse, -start.timeIntervalSinceNow < Patience.seconds { Thread.sleep(forTimeInterval: 0.01) }
    #expect(!directory.isInUse)
  }

  @Test func runsEndWithASweepThatIsKilledAndKeepWhatTheyHave() throws {
    let arguments = ["sweep", "seed=0-1", "--jobs", "2", "--epochs", "1000000"] + shared
    let run = try fixture.program.start(arguments)
    try run.wait {
      try ["out/seed=0", "out/seed=1"].allSatisfy { try fixture.directory.lines($0 + "/metrics.jsonl").count > 3 }
    }
    run.send(SIGKILL)
    #expect(try run.finish().status == -SIGKILL)
    for name in ["out/seed=0", "out/seed=1"] {
      expectToEnd(name)
      #expect(fixture.directory.holds(name + "/checkpoint.safetensors"))
    }
  }

  /// Before a run has set up what it hears signals by, too.
  @Test(arguments: [0, 0.01, 0.03, 0.1, 0.3])
  func aSignalAsARunBeginsIsNoFailureOfTheRun(delay: Double) throws {
    let run = try fixture.program.start(["sweep", "seed=0-1", "--epochs", "1000000"] + shared)
    try run.wait { try run.errorSoFar.contains("Run 1 of 2") }
    Thread.sleep(forTimeInterval: delay)
    run.send(SIGINT)
    let result = try run.finish()
    #expect(result.status == 130, "\(result.error)")
    #expect(result.error.contains("Interrupted: 0 of 2 runs are done."), "\(result.error)")
    #expect(try fixture.directory.lines("out/results.csv").allSatisfy { !$0.contains("failed") })
  }

  @Test func aRequestToSaveAsARunBeginsDoesNotEndIt() throws {
    let run = try fixture.program.start(["sweep", "seed=0-1", "--max-steps", "3"] + shared)
    try run.wait {
      run.send(SIGUSR1)
      return try run.errorSoFar.contains("Run 2 of 2")
    }
    #expect(try run.finish().status == 0)
  }

  /// As programs start others that do not care how they end.
  @Test func whereEndsOfChildrenAreIgnoredTheyAreHeardOfHere() throws {
    let command = "trap '' CHLD; exec \"$@\""
    let run = try fixture.program.start(
      ["sweep", "seed=0-1", "--max-steps", "1"] + shared, through: ["/bin/bash", "-c", command, "bash"])
    let result = try run.finish()
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func everythingIsCheckedBeforeTheFirstRun() throws {
    for (variation, sentence) in [
      ("learning-rate=1e-3,-1", "'--learning-rate' must be greater than 0, not -1."),
      (
        "lerning-rate=1e-3",
        "The list of settings that can vary does not know 'lerning-rate'. Did you mean 'learning-rate'?"
      ),
      ("lr=1e-3", "The list of settings that can vary does not know 'lr'. Did you mean 'learning-rate'?"),
      ("learning-rate", "'<name=values>' wants a setting and its values"),
      ("seed=", "'<name=values>' wants a setting and its values"),
      ("seed=0-9999999", "'<name=values>' wants a setting and its values"),
      ("seed=1,1", "Two of the runs would be 'seed=1': a value is given twice."),
      ("learning-rate=1e-4,0.0001", "Two of the runs would be 'learning-rate=0.0001'"),
      ("batch-size=8,16", "'batch-size' varies, and '--batch-size' is given too."),
      ("limit=40,4", "A batch is to have 8 images, and there are only 4."),
      ("loss=wasserstine", "'--loss' wants "),
    ] {
      let result = try sweep(variation, "--epochs", "1")
      #expect(result.status == 64 || result.status == 65, "\(variation)")
      #expect(result.error.hasPrefix("Error: \(sentence)"), "\(result.error)")
      #expect(!fixture.directory.holds("out"))
    }
    #expect(try sweep("seed=0", "seed=1").error.hasPrefix("Error: 'seed' is given twice."))
    #expect(try sweep().error.hasPrefix("Error: Missing required argument '<name=values> ...'."))
    let nowhere = try fixture.program.run(["sweep", "seed=0", "--epochs", "1"] + shared.dropLast() + ["small.json/x"])
    #expect(nowhere.status == 73, "\(nowhere.error)")
    #expect(nowhere.error.hasPrefix("Error: 'small.json/x': the directory cannot be created: "), "\(nowhere.error)")
    try fixture.directory.create("out/results.csv", "mine".utf8)
    #expect(try sweep("seed=0", "--epochs", "1").status == 73)
    #expect(try fixture.directory.contents("out/results.csv") == Data("mine".utf8))
  }
}
