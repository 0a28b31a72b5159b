import FileFormats
import Foundation
import TestSupport
import Testing

/// What is on disk stays as it is when a command fails that was to replace it, and nothing is left of one that was to
/// create something.
struct OverwriteTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  /// The contents of all files here, by their names; of a directory its name alone.
  private func everything() throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, isDirectory(directory.file($0)) ? Data() : try directory.contents($0)) })
  }

  /// Expects a command to fail with a sentence, and everything to be as it was, to the last empty directory. Files may
  /// have so many blocks of 512 bytes or 1024, as the shell has it: some for the sentence.
  private func expectNoTrace(
    _ status: Int32, _ sentence: String, _ arguments: [String], blocks: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try everything()
    let limit = blocks.map { ["/bin/sh", "-c", "ulimit -f \($0) && exec \"$@\"", "sh"] } ?? []
    let result = try fixture.program.start(arguments, through: limit).finish()
    #expect(result.status == status, "\(result.error)", sourceLocation: sourceLocation)
    #expect(result.error.contains(sentence), "\(result.error)", sourceLocation: sourceLocation)
    let after = try everything()
    let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
    #expect(changed == [], sourceLocation: sourceLocation)
  }

  private let plain = ["--data", "data", "--architecture", "gan", "--base-channels", "2", "--batch-size", "8"]

  @Test(arguments: [
    "best.safetensors", "checkpoint.safetensors", "checkpoint-00000005.safetensors", "config.json", "metrics.jsonl",
    "evaluation.json", "evaluation.png", "environment.json", "samples/epoch-0001.png", "events.out.tfevents.0001.dcgan",
  ])
  func aRunOfWhichOneFileCannotBeRemovedStaysAsAWhole(name: String) throws {
    try fixture.program.run(fixture.training("run", "--epochs", "2", "--tensorboard")).expectSuccess()
    try? FileManager.default.removeItem(atPath: directory.file("run/\(name)"))
    try directory.create("run/\(name)/kept", [1])
    try expectNoTrace(
      73, "Error: 'run/\(name)' cannot be removed: Is a directory. Name another with --out.",
      fixture.training("run", "--epochs", "1", "--overwrite"))
  }

  @Test func aRunStaysUntilTheFirstFilesOfTheNextAreOnTheDisk() throws {
    try fixture.program.run(fixture.training("run", "--epochs", "1")).expectSuccess()
    let sentence = "('ulimit -f'); the run that is here stays."
    try expectNoTrace(74, sentence, fixture.training("run", "--overwrite"), blocks: 1)
    try expectNoTrace(74, sentence, ["train", "--out", "run", "--overwrite"] + plain, blocks: 1)
    try expectNoTrace(
      74, "Error: 'steps.safetensors': cannot be written: File too large.",
      fixture.training("run", "--overwrite", "--record-steps", "steps.safetensors"), blocks: 1)
  }

  @Test func aRunThatCannotBeginLeavesNothingBehind() throws {
    let tooLarge = "config.json': cannot be written: File too large."
    try expectNoTrace(74, tooLarge, ["train", "--out", "a/b/run"] + plain, blocks: 1)
    try expectNoTrace(74, "'runs/data-gan-001/\(tooLarge)", ["train"] + plain, blocks: 1)
    let long = "new/" + String(repeating: "x", count: 300) + ".safetensors"
    try expectNoTrace(
      73, "cannot be created: File name too long.", ["train", "--out", "new", "--record-steps", long] + plain)
    let name = String(repeating: "x", count: 300)
    try expectNoTrace(73, "cannot be created: File name too long.", ["train", "--out", "a/b/\(name)"] + plain)
    // A log alone may be a run's.
    try directory.create("log/metrics.jsonl", [])
    try expectNoTrace(73, "'log' already holds a run.", ["train", "--out", "log"] + plain)
  }

  private func compare(_ more: String...) -> [String] {
    ["compare", "--data", "data", "--out", "out", "--batch-size", "8", "--base-channels", "2", "--recipe", "paper"]
      + more
  }

  @Test func noRunOfAComparisonIsReplacedWhereALaterOneCannotBegin() throws {
    let networks = compare("--architectures", "gan,mlp-conv", "--epochs", "1", "--quiet")
    try fixture.program.run(networks).expectSuccess()
    for name in ["out/mlp-conv/best.safetensors", "out/mlp-conv/samples/epoch-0001.png"] {
      try? FileManager.default.removeItem(atPath: directory.file(name))
      try directory.create("\(name)/kept", [1])
      try expectNoTrace(73, "Error: '\(name)' cannot be removed: Is a directory.", networks + ["--overwrite"])
      try FileManager.default.removeItem(atPath: directory.file(name))
    }
    for name in ["out/report.md", "out/samples.png"] {
      let before = try directory.contents(name)
      try FileManager.default.removeItem(atPath: directory.file(name))
      try directory.create("\(name)/kept", [1])
      try expectNoTrace(73, "Error: '\(name)': this is a directory, not a file.", networks + ["--overwrite"])
      try FileManager.default.removeItem(atPath: directory.file(name))
      try directory.create(name, before)
    }
    try FileManager.default.removeItem(atPath: directory.file("out/mlp-conv"))
    try directory.create("out/mlp-conv", [1])
    for more in [["--overwrite"], ["--resume"]] {
      try expectNoTrace(73, "'out/mlp-conv' is no directory.", networks + more)
    }
  }

  @Test func noRunOfAComparisonBeginsWhereALaterOneWouldLearnNothing() throws {
    let lengths = compare("--architectures", "gan", "epochs=1,3", "--quiet", "--schedule", "linear")
    try expectNoTrace(
      64, "The learning rates come to nothing with epoch 2", lengths + ["--schedule-epochs", "2"])
  }

  @Test func noRunOfASweepBeginsWhereALaterOneHasNoPlace() throws {
    let sweep = ["sweep", "seed=0-1", "--epochs", "1", "--out", "out"] + plain
    try directory.create("out/seed=1", [1])
    try expectNoTrace(73, "'out/seed=1' is no directory.", sweep)
    try FileManager.default.removeItem(atPath: directory.file("out/seed=1"))
    try directory.create("out/results.csv/kept", [1])
    try expectNoTrace(65, "'out/results.csv': this is a directory", sweep)
  }

  @Test func whatCannotBeWrittenLeavesNoDirectories() throws {
    let sample = [
      "sample", "--checkpoint", fixture.model, "--count", "4", "--scale", "30", "--format", "pgm", "--out",
      "a/pictures/",
    ]
    try expectNoTrace(74, "'a/pictures/0000.pgm': cannot be written: File too large.", sample, blocks: 1)
    let export = ["export", "--checkpoint", fixture.model, "--folder", "a/folder"]
    try expectNoTrace(74, "'a/folder/generator.safetensors': cannot be written: File too large.", export, blocks: 1)
    try directory.create("in/1.pgm", Array("P5\n1 1\n255\n".utf8) + [9])
    let importing = ["import", "in", "--out", "a/set"]
    try expectNoTrace(74, "'a/set/train-images-idx3-ubyte': cannot be written: File too large.", importing, blocks: 1)
    try expectNoTrace(65, "to sort into 9 clusters", importing + ["--clusters", "9"])
  }

  @Test func aPictureIsNotWrittenWhereALaterOneHasNoPlace() throws {
    try directory.create("pictures/0003.png/kept", [1])
    for force in [[], ["--force"]] {
      try expectNoTrace(
        73, "'pictures/0003.png': this is a directory, not a file.",
        ["sample", "--checkpoint", fixture.model, "--count", "8", "--out", "pictures/"] + force)
    }
  }
}
