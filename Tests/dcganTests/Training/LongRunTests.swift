import Foundation
import Runs
import TestSupport
import Testing

@testable import dcgan

/// What long runs, and runs that others start, need: saving when asked, going on, time stamps, a forecast.
struct LongRunTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  @Test func aSignalSavesNowAndTheRunGoesOnToTheSameBytes() throws {
    let run = try fixture.program.start(
      fixture.training("run", "--epochs", "100000", "--checkpoint-every-epochs", "100000", "--sample-every", "100000"))
    try run.wait { try directory.lines("run/metrics.jsonl").count >= 12 }
    run.send(SIGUSR1)
    try run.wait { try run.errorSoFar.contains("Saved at step ") }
    #expect(directory.holds("run/checkpoint.safetensors"))
    let saved = try Checkpoint(path: directory.file("run/checkpoint.safetensors")).step
    #expect(try run.errorSoFar.contains("Saved at step \(saved), as asked: the checkpoint and a grid of samples.\n"))
    try run.wait { try directory.lines("run/metrics.jsonl").count >= saved + 3 }
    run.send(SIGKILL)
    #expect(try run.finish().status == -SIGKILL)
    let pictures = try FileManager.default.contentsOfDirectory(atPath: directory.file("run/samples"))
    #expect(pictures.count == 1)
    let last = "\(saved + 4)"
    #expect(try fixture.program.run("train", "--resume", "run", "--max-steps", last).status == 0)
    try fixture.program.run(fixture.training("whole", "--max-steps", last, "--epochs", "100000"))
    #expect(try directory.contents("run/checkpoint.safetensors") == directory.contents("whole/checkpoint.safetensors"))
  }

  @Test func oneCommandStartsARunGoesOnWithItAndIsDoneWhenItIsFinished() throws {
    let command = fixture.training("run", "--epochs", "3", "--continue")
    let started = try fixture.program.run(command + ["--max-steps", "7"])
    #expect(started.status == 0 && started.error.contains("Writing to run.\n"), "\(started.error)")
    let resumed = try fixture.program.run(command)
    #expect(resumed.status == 0 && resumed.error.hasPrefix("Resuming the run in run at step 7.\n"), "\(resumed.error)")
    let finished = try fixture.program.run(command)
    #expect(finished.status == 0 && finished.error.contains("Nothing to do: "), "\(finished.error)")
    #expect(try fixture.program.run(command + ["--quiet"]) == Program.Result())
    try fixture.program.run(fixture.training("whole", "--epochs", "3"))
    #expect(try directory.contents("run/checkpoint.safetensors") == directory.contents("whole/checkpoint.safetensors"))
    for other in ["--overwrite", "--resume"] {
      #expect(try fixture.program.run(command + [other]).status == 64)
    }
    let nameless = try fixture.program.run("train", "--continue")
    #expect(nameless.status == 64 && nameless.error.contains("name its directory with '--out'."))
    // Other settings than the run's are no new run.
    #expect(try fixture.program.run(command + ["--seed", "7"]).status == 64)
  }

  @Test func onlySoManyGridsAreKeptTheFirstAndTheLastAmongThem() throws {
    try fixture.program.run(fixture.training("run", "--epochs", "5", "--keep-samples", "2", "--quiet")).expectSuccess()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.file("run/samples")).sorted() == [
        "epoch-0001.png", "epoch-0005.png",
      ])
  }

  @Test func eachLineBeginsWithTheTimeIfThatIsWanted() throws {
    let result = try fixture.program.run(fixture.training("run", "--epochs", "2", "--timestamps"))
    for line in result.error.split(separator: "\n") {
      #expect(line.prefixMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \S/) != nil, "\(line)")
    }
    #expect(result.error.split(separator: "\n").count > 4)
  }

  @Test func linesOfProgressComeAsOftenAsTheyAreWantedAndTheLastAlways() throws {
    func lines(_ more: String...) throws -> Int {
      let result = try fixture.program.run(fixture.training("run", "--epochs", "5", "--overwrite") + more)
      return result.error.split(separator: "\n").count { $0.contains(" %  epoch ") }
    }
    #expect(try lines() == 5)
    #expect(try lines("--progress-every", "1h") == 1)
  }

  @Test func theRoomThatARunTakesIsForetold() throws {
    let result = try fixture.program.run(
      fixture.training("run", "--epochs", "4", "--keep", "3", "--sample-every", "2"))
    let size = try directory.contents("run/checkpoint.safetensors").count
    let line = try #require(result.error.split(separator: "\n").first { $0.hasPrefix("The run takes up to ") })
    #expect(line.contains("3 checkpoints of 0.0 MB and room for another, 3 pictures, the log."), "\(line), \(size)")
  }

  @Test func theEndOfARunSaysWhatBecameOfIt() throws {
    let run = try fixture.program.run(fixture.training("run", "--epochs", "60"))
    #expect(run.error.contains("\n60 of 60 epochs in "), "\(run.error.suffix(900))")
    #expect(run.error.contains(" Health: normal now; over the run: normal 100 %.\n"))
    #expect(
      run.error.hasSuffix(
        "Nothing looks wrong.\nDone. Draw samples with: dcgan sample --checkpoint run --out grid.png\n"
          + "See how it went with: dcgan report run --out report.html; dcgan timelapse run --out training.gif\n"))
    let lost = try fixture.program.run(
      fixture.training("lost", "--epochs", "60", "--learning-rate", "3", "--seed", "31"))
    #expect(lost.status == 0)
    #expect(!lost.error.contains("\nDone."), "\(lost.error.suffix(900))")
    #expect(lost.error.contains("\nEnded, but not well. See what it draws with: dcgan sample --checkpoint lost "))
    let early = try fixture.program.run(fixture.training("early", "--epochs", "1"))
    #expect(early.error.contains("\nToo early to tell how it goes: "))

    let table = try fixture.program.run("runs", ".").text.split(separator: "\n")
    #expect(table.count == 4)
    #expect(table[0].hasPrefix("run      data  architecture  epochs"), "\(table[0])")
    #expect(
      table[1].hasPrefix("./early  data  small            1/1") && table[1].hasSuffix("too early to tell"), "\(table)")
    #expect(table[2].hasPrefix("./lost   data  small          60/60"))
    #expect(table[3].hasSuffix("healthy"))
    let csv = try fixture.program.run("runs", ".", "--csv").text.split(separator: "\n")
    #expect(
      csv[0]
        == "run,data,architecture,steps,epochsDone,epochs,seconds,imagesPerSecond,health,normalPart,quality,frechet,"
        + "qualityStep,isTraining,isNewest,written,verdict")
    #expect(csv[1].hasPrefix("./early,data,small,5,1,1,") && csv[1].contains(",false,true,"))
    let json = try JSONSerialization.jsonObject(with: fixture.program.run("runs", ".", "--json").output)
    let runs = try #require(json as? [[String: Any]])
    #expect(runs.map { ($0["outcome"] as? [String: Any])?["epochsDone"] as? Int } == [1, 60, 60])
    let report = try fixture.program.run("inspect", "run").text
    #expect(
      report.fact("verdict") == "Nothing looks wrong." && report.fact("trained for")?.hasPrefix("60 of 60") == true)
    // Asked for fewer than it has, it is done.
    try fixture.program.run("train", "--resume", "run", "--epochs", "6").expectSuccess()
    #expect(try fixture.program.run("inspect", "run").text.fact("trained for")?.hasPrefix("60 of 60") == true)
  }

  @Test func aRunWhoseImagesWereJudgedBadlyIsNotSaidToBeAllRight() throws {
    try fixture.program.run(fixture.training("run", "--epochs", "60")).expectSuccess()
    let log = try directory.contents("run/metrics.jsonl")
    func text(_ word: String) throws -> OutcomeText {
      let line =
        #"{"epoch":60,"evaluation":{"against":"held-out","count":9,"features":"f","verdict":"\#(word)"},"step":300}"#
      try directory.create("run/metrics.jsonl", log + Data((line + "\n").utf8))
      return try OutcomeText(outcome: RunOutcome(RunDirectory(directory.file("run"))))
    }
    for word in ["good", "fair"] {
      #expect(try text(word).verdict == "Nothing looks wrong." && text(word).advice == nil)
    }
    #expect(try text("memorised").advice == "More images help against that, and --augment.")
    let poor = try text("poor")
    let verdict = "The losses look as they should, but the images were judged to be poor after step 300."
    #expect(poor.verdict == verdict && poor.name == "healthy")
    #expect(
      poor.advice
        == "Train for more --epochs as long as the Fréchet distance falls; 'dcgan evaluate' explains the figures.")
    #expect(try fixture.program.run("inspect", "run").text.fact("verdict") == verdict)
    // A judgement of before does not count any longer.
    let line = #"{"epoch":1,"evaluation":{"against":"held-out","count":9,"features":"f","verdict":"poor"},"step":5}"#
    let good = line.replacing("poor", with: "good").replacing("\"step\":5", with: "\"step\":300")
    try directory.create("run/metrics.jsonl", Data((line + "\n").utf8) + log + Data((good + "\n").utf8))
    #expect(try fixture.program.run("inspect", "run").text.fact("verdict") == "Nothing looks wrong.")
  }

  @Test func lossesThatRunAwayAreSaidInAShortRunTooWithTheRateThatMadeThem() throws {
    let rate = ["--discriminator-learning-rate", "1000000"]
    let short = try fixture.program.run(fixture.training("short", "--epochs", "1") + rate)
    #expect(short.status == 0)
    // A loss of 7.3e13 is shown, and not a dash.
    #expect(short.error.contains(/step 5\/5 +loss D \d\S+ G \d\.\de1\d/), "\(short.error)")
    #expect(
      short.error.contains(
        "one every 100 steps. But the losses are beyond those of runs that learn, which are below 10: "))
    #expect(
      short.error.contains(
        "If they do not come down, start anew with a smaller --learning-rate and --discriminator-learning-rate.\n"),
      "\(short.error)")
    let long = try fixture.program.run(fixture.training("long", "--epochs", "60") + rate)
    #expect(
      long.error.contains(
        "The pictures are worth nothing. Start anew with a smaller --learning-rate and --discriminator-learning-rate.\n"
      ),
      "\(long.error.suffix(900))")
    // While it trains, and not in the end alone.
    #expect(long.error.components(separatedBy: "\nHealth at step 200: the losses are running away: ").count == 2)
    try fixture.program.run("report", "long", "--out", "long.html").expectSuccess()
    let page = String(decoding: try directory.contents("long.html"), as: UTF8.self)
    #expect(page.contains(/"normal \d+ %, losses running away \d+ %"|"losses running away \d+ %, normal \d+ %"/))
    // They may be small between the examinations that found them.
    let log = String(decoding: try directory.contents("long/metrics.jsonl"), as: UTF8.self)
    try directory.create("long/metrics.jsonl", log.replacing(/"loss(.)":[^,]+/) { "\"loss\($0.1)\":1" }.utf8)
    #expect(
      try fixture.program.run("inspect", "long").text.fact("verdict")
        == "The losses run away again and again, beyond 30 when they were examined, where runs that learn have less than 10."
    )
    let diverged = try fixture.program.run(
      fixture.training("diverged", "--discriminator-learning-rate", "1e19"))
    #expect(diverged.status == 70)
    #expect(
      diverged.error.hasSuffix(
        "Start a new run with a smaller --learning-rate and --discriminator-learning-rate or a larger --batch-size, or "
          + "go on from the checkpoint with one of them by --resume RUN --change learning-rate=X --change "
          + "discriminator-learning-rate=X.\n"), "\(diverged.error)")
  }

  @Test func aDirectoryWithoutRunsIsSaidToBeOneAndDamagedRunsAreListed() throws {
    let none = try fixture.program.run("runs", "data")
    #expect(none.status == 66)
    #expect(none.error.hasPrefix("Error: There is no run under 'data/' yet."), "\(none.error)")
    try directory.create("all/bad/config.json", "{".utf8)
    let table = try fixture.program.run("runs", "all")
    #expect(table.status == 0)
    #expect(table.text.contains("unreadable: 'all/bad/config.json' cannot be used"), "\(table.text)")
  }
}
