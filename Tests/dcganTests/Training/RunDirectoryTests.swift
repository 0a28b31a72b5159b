import Foundation
import TestSupport
import Testing

struct RunDirectoryTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  private func train(_ run: String, _ more: String...) throws {
    let result = try fixture.program.run(fixture.training(run) + more)
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func aRunIsNotOverwrittenUnlessThatIsAskedFor() throws {
    try train("run", "--max-steps", "2")
    try directory.create("run/notes.txt", "mine".utf8)
    let checkpoint = try directory.contents("run/checkpoint.safetensors")
    try fixture.expectFailure(
      73,
      "'run' already holds a run. Go on with it by --resume, remove it by --overwrite, or name another directory with "
        + "--out.", fixture.training("run", "--max-steps", "3"))
    #expect(try directory.contents("run/checkpoint.safetensors") == checkpoint)
    try train("run", "--max-steps", "3", "--overwrite")
    #expect(try directory.lines("run/metrics.jsonl").count == 3)
    #expect(try directory.contents("run/notes.txt") == Data("mine".utf8))
  }

  @Test func aDirectoryThatCannotBeCreated() throws {
    try directory.create("file", [1])
    try fixture.expectFailure(
      73, "The run directory 'file/run' cannot be created: 'file' is no directory. Name another with --out.",
      fixture.training("file/run"))
  }

  /// Without `--out`, a run takes the next free number, and commands without a path find the newest.
  @Test func runsWithoutANameAreNumberedAndTheNewestIsFound() throws {
    let arguments = ["train", "--init-from", fixture.model, "--data", fixture.data, "--batch-size", "8", "--quiet"]
    try fixture.program.run(arguments + ["--max-steps", "1"])
    try fixture.program.run(arguments + ["--max-steps", "2"])
    try directory.create("runs/data-small-004/notes.txt", [])
    try fixture.program.run(arguments + ["--max-steps", "3"])
    try fixture.program.run(arguments + ["--max-steps", "4"])
    for (number, holds) in [(1, true), (2, true), (3, true), (4, false), (5, true), (6, false)] {
      #expect(directory.holds("runs/data-small-00\(number)/checkpoint.safetensors") == holds, "\(number)")
    }
    #expect(try newestRun() == "runs/data-small-005/checkpoint.safetensors")
    try fixture.program.run("train", "--resume", "runs/data-small-002", "--max-steps", "3", "--quiet")
    #expect(try newestRun() == "runs/data-small-002/checkpoint.safetensors")
    // The newest run is gone on with.
    try fixture.program.run("train", "--max-steps", "5", "--quiet", "--resume")
    #expect(try stepOfNewestRun() == 5)
    #expect(try newestRun() == "runs/data-small-002/checkpoint.safetensors")
  }

  private func newestRun() throws -> String? {
    try fixture.program.run("inspect").text.split(separator: "\n").first.map {
      $0.replacing("checkpoint", with: "", maxReplacements: 1).trimmingCharacters(in: .whitespaces)
    }
  }

  private func stepOfNewestRun() throws -> Int? {
    let report = try JSONSerialization.jsonObject(with: fixture.program.run("inspect", "--json").output)
    return (report as? [String: Any])?["step"] as? Int
  }

  static let contradictions: [(option: [String], started: String)] = [
    (["--batch-size", "4"], "8"), (["--learning-rate", "0.5"], "0.0002"), (["--beta1", "0.9"], "0.5"),
    (["--beta2", "0.99"], "0.999"), (["--loss", "minimax"], "non-saturating"),
    (["--discriminator-learning-rate", "0.1"], "0.0002"), (["--snapshot-every", "7"], "100"),
    (["--latent-size", "6"], "5"), (["--latent", "uniform"], "normal"), (["--seed", "1"], "0"),
    (["--architecture", "dcgan64"], "small"),
  ]
  /// Those that can change within a run.
  private static let changeableCount = 7

  @Test func optionsThatContradictTheRunToResumeAreRefusedAndThoseThatAgreeAreNot() throws {
    try train("run", "--max-steps", "2")
    let checkpoint = try directory.contents("run/checkpoint.safetensors")
    for (index, (option, started)) in Self.contradictions.enumerated() {
      let text = option.joined(separator: " ")
      let change = option.joined(separator: "=").dropFirst(2)
      let ways =
        index < Self.changeableCount
        ? ". To go on with that from here, write '--change \(change)' instead; for a run of its own that begins with "
          + "these networks: dcgan train --init-from run \(text)"
        : ", and cannot change within a run. Leave the option out, or start a new run; one that begins with these "
          + "networks by: dcgan train --init-from run"
      try fixture.expectFailure(
        64, "'\(text)' contradicts the run to resume, which has \(started)\(ways)",
        ["train", "--resume", "run", "--epochs", "9"] + option)
    }
    #expect(try directory.contents("run/checkpoint.safetensors") == checkpoint)
    let agreeing = Self.contradictions.dropLast().flatMap { [$0.option[0], $0.started] }
    let result = try fixture.program.run(["train", "--resume", "run", "--max-steps", "3"] + agreeing)
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func otherImagesThanThoseTheRunWasStartedWithAreRefusedWhereverTheyLie() throws {
    try train("run", "--max-steps", "2")
    func sentence(_ options: String) -> String {
      "these are not the 43 images of the run in 'run'. To go on with them from here: dcgan train --resume run --change "
        + "data=\(options); for a run of its own that begins with these networks: dcgan train --init-from run --data "
        + options
    }
    try fixture.expectFailure(
      65, "'data': " + sentence("data --limit 42"), ["train", "--resume", "run", "--limit", "42"])
    var images = [UInt8](try directory.contents("data/train-images-idx3-ubyte"))
    images[images.count - 1] ^= 1
    try directory.create("changed", images)
    try fixture.expectFailure(
      65, "'changed': " + sentence("changed"), ["train", "--resume", "run", "--data", "changed"])
    images[images.count - 1] ^= 1
    try directory.create("copy", images)
    let result = try fixture.program.run("train", "--resume", "run", "--data", "copy", "--max-steps", "3")
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func aRunThatIsNotThereCannotBeResumed() throws {
    try fixture.expectFailure(
      66, "'nowhere': cannot be opened: No such file or directory.", ["train", "--resume", "nowhere"])
    try fixture.expectFailure(66, "'data': there is no run here to resume.", ["train", "--out", "data", "--resume"])
  }

  /// The lock goes with the process, so that a killed one is no obstacle.
  @Test func aRunInTrainingIsNotTrainedByAnotherProcessButMayBeRead() throws {
    let first = try fixture.program.start(fixture.training("run", "--epochs", "100000", "--checkpoint-every", "1"))
    try first.wait { try directory.lines("run/metrics.jsonl").count >= 2 }
    let sentence = "Another training writes to 'run'. Wait for its end, or name another directory with --out."
    let list = try fixture.program.run("runs", ".").text
    #expect(list.contains("trains now; "), "\(list)")
    try fixture.expectFailure(75, sentence, ["train", "--resume", "run"])
    try fixture.expectFailure(75, sentence, fixture.training("run"))
    try fixture.expectFailure(75, sentence, fixture.training("run", "--overwrite"))
    #expect(try fixture.program.run("sample", "--checkpoint", "run", "--out", "grid.png").status == 0)
    #expect(try fixture.program.run("inspect", "run").status == 0)
    first.send(SIGKILL)
    #expect(try first.finish().status == -SIGKILL)
    let step = try directory.lines("run/metrics.jsonl").count
    #expect(try !fixture.program.run("runs", ".").text.contains("trains now"))
    #expect(try fixture.program.run("train", "--resume", "run", "--max-steps", "\(step + 2)").status == 0)
  }

  @Test func aDamagedCheckpointIsPassedOverAndTheRunSaysSoAndComesToTheSameBytes() throws {
    try train("whole", "--max-steps", "9", "--checkpoint-every", "1")
    try train("run", "--max-steps", "6", "--checkpoint-every", "1")
    let whole = try directory.contents("run/checkpoint.safetensors")
    try directory.create("run/checkpoint.safetensors", whole.dropLast(1))
    let size = whole.count - 1
    for command in [["inspect", "run"], ["sample", "--checkpoint", "run", "--out", "grid.png"]] {
      let refused = try fixture.program.run(command)
      #expect(refused.status == 65)
      #expect(
        refused.error.hasSuffix(
          " The checkpoint before it, 'run/checkpoint-00000005.safetensors' of step 5, is sound: name that.\n"))
    }
    let resumed = try fixture.program.run("train", "--resume", "run", "--max-steps", "9", "--log-every", "1", "--quiet")
    #expect(resumed.status == 0)
    let lines = resumed.error.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("Warning: 'run/checkpoint.safetensors': the tensors have ") == true, "\(size) bytes")
    #expect(lines.first?.hasSuffix(" It is passed over.") == true)
    #expect(lines.last == "Going back to the checkpoint before, 'run/checkpoint-00000005.safetensors' of step 5.")
    #expect(
      try directory.contents("run/checkpoint.safetensors") == directory.contents("whole/checkpoint.safetensors"))
    #expect(try directory.losses("run/metrics.jsonl") == directory.losses("whole/metrics.jsonl"))
  }

  @Test(arguments: [nil, "{"])
  func aRunWhoseConfigJsonIsLostOrDamagedGoesOnByItsCheckpointIfTheDataIsNamed(text: String?) throws {
    try train("whole", "--max-steps", "9")
    try train("run", "--max-steps", "6")
    try FileManager.default.removeItem(atPath: directory.file("run/config.json"))
    if let text { try directory.create("run/config.json", text.utf8) }
    let cause =
      text == nil
      ? "'run/config.json': cannot be opened: No such file or directory."
      : "'run/config.json' cannot be used: JSON, line 1, column 2: a key in quotation marks must stand here."
    try fixture.expectFailure(
      65, cause + " But the checkpoint is sound: go on without it by adding --data DIR.", ["train", "--resume", "run"])
    let arguments = ["train", "--resume", "run", "--data", fixture.data]
    #expect(try fixture.program.run(arguments + ["--max-steps", "8"]).status == 0)
    // It has a configuration again.
    #expect(try fixture.program.run("train", "--resume", "run", "--max-steps", "9").status == 0)
    #expect(
      try directory.contents("run/checkpoint.safetensors") == directory.contents("whole/checkpoint.safetensors"))
  }

  @Test func runsThatAreStartedAtTheSameMomentTakeANumberEach() throws {
    let arguments = ["train", "--init-from", fixture.model, "--data", fixture.data, "--max-steps", "2", "--quiet"]
    let running = try (1...4).map { _ in try fixture.program.start(arguments + ["--batch-size", "8"]) }
    for program in running { #expect(try program.finish() == Program.Result()) }
    for number in 1...4 { #expect(directory.holds("runs/data-small-00\(number)/checkpoint.safetensors")) }
  }

  @Test func aCheckpointThatIsASymbolicLinkStaysOneAndTheOneBeforeItIsKeptBesideIt() throws {
    try train("whole", "--max-steps", "4", "--checkpoint-every", "1")
    try train("run", "--max-steps", "2", "--checkpoint-every", "1")
    let (name, target) = (directory.file("run/checkpoint.safetensors"), directory.file("elsewhere"))
    try FileManager.default.moveItem(atPath: name, toPath: target)
    try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: target)
    #expect(
      try fixture.program.run("train", "--resume", "run", "--max-steps", "4", "--checkpoint-every", "1").status == 0)
    for (file, original) in [
      ("elsewhere", "checkpoint.safetensors"),
      ("run/checkpoint-00000003.safetensors", "checkpoint-00000003.safetensors"),
    ] {
      #expect(try directory.contents(file) == directory.contents("whole/\(original)"))
    }
  }

  @Test func theNumberOfCheckpointsToKeepIsTheRunsOwnUntilAnotherIsAskedFor() throws {
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: directory.file("run")).filter { $0.hasSuffix(".safetensors") }
        .sorted()
    }
    try train("run", "--max-steps", "4", "--checkpoint-every", "1", "--keep", "3")
    #expect(
      try names() == [
        "checkpoint-00000002.safetensors", "checkpoint-00000003.safetensors", "checkpoint.safetensors",
      ])
    #expect(try fixture.program.run("train", "--resume", "run", "--max-steps", "5").status == 0)
    #expect(
      try names() == [
        "checkpoint-00000003.safetensors", "checkpoint-00000004.safetensors", "checkpoint.safetensors",
      ])
    #expect(try fixture.program.run("train", "--resume", "run", "--max-steps", "6", "--keep", "1").status == 0)
    #expect(try names() == ["checkpoint.safetensors"])
  }

  @Test func aFinishedRunSaysThatNothingIsLeftToDoAndGoesOnIfItIsGivenMore() throws {
    try train("run", "--epochs", "1")
    let result = try fixture.program.run("train", "--resume", "run")
    #expect(result.status == 0)
    #expect(
      result.error == """
        Resuming the run in run at step 5.
        Nothing to do: the run stands at step 5, and was to end at step 5. Ask for more --epochs.

        """)
    #expect(try fixture.program.run("train", "--resume", "run", "--epochs", "2", "--log-every", "1").status == 0)
    #expect(try directory.lines("run/metrics.jsonl").count == 10)
    // The larger number of epochs is the run's own from now on.
    #expect(try fixture.program.run("train", "--resume", "run").error.contains("was to end at step 10"))
  }

  @Test func picturesAreDrawnEverySoManyEpochsOfTheSameLatentsEachTime() throws {
    try train("run", "--epochs", "5", "--sample-every", "2")
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.file("run/samples")).sorted()
    #expect(names == ["epoch-0002.png", "epoch-0004.png", "epoch-0005.png"])
    try fixture.program.run(fixture.training("shorter", "--epochs", "4"))
    try fixture.program.run("sample", "--checkpoint", "shorter", "--out", "grid.png")
    #expect(try directory.contents("grid.png") == directory.contents("run/samples/epoch-0004.png"))
  }

  @Test func aDamagedConfigurationIsBadDataAndWithoutACheckpointItIsNeeded() throws {
    try train("run", "--max-steps", "1", "--keep", "1")
    try FileManager.default.removeItem(atPath: directory.file("run/checkpoint.safetensors"))
    try directory.create("run/config.json", try directory.contents("run/config.json").dropLast(2))
    let result = try fixture.program.run("train", "--resume", "run")
    #expect(result.status == 65)
    #expect(result.error.hasPrefix("Error: 'run/config.json' cannot be used: JSON, line "))
  }
}
