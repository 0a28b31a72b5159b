import FileFormats
import Foundation
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

struct RunDirectoryTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func theFilesOfARunHaveFixedNames() {
    let run = RunDirectory("runs/tiny-dcgan28-001")
    #expect(run.configuration == "runs/tiny-dcgan28-001/config.json")
    #expect(run.metrics == "runs/tiny-dcgan28-001/metrics.jsonl")
    #expect(run.checkpoint == "runs/tiny-dcgan28-001/checkpoint.safetensors")
    #expect(run.samples == "runs/tiny-dcgan28-001/samples")
  }

  @Test(arguments: [
    (1, "epoch-0001.png"), (42, "epoch-0042.png"), (9999, "epoch-9999.png"), (10000, "epoch-10000.png"),
  ])
  func picturesSortByEpoch(epoch: Int, name: String) {
    #expect(RunDirectory("run").sample(epoch: epoch) == "run/samples/\(name)")
  }

  @Test func aDirectoryHoldsARunOnceItHasAConfigurationOrACheckpoint() throws {
    let run = RunDirectory(directory.file("run"))
    #expect(!run.holdsRun())
    try run.create()
    #expect(!run.holdsRun() && run.checkpoints().isEmpty)
    try directory.create("run/config.json", #"{"architecture": {}, "configuration": {}}"#.utf8)
    #expect(run.holdsRun() && run.checkpoints().isEmpty)
    try FileManager.default.removeItem(atPath: run.configuration)
    try directory.create("run/checkpoint.safetensors", [])
    #expect(run.holdsRun() && !run.checkpoints().isEmpty)
  }

  @Test func creatingMakesAllDirectoriesOnTheWayAndMayBeDoneAgain() throws {
    let run = RunDirectory(directory.file("a/b c/ünder"))
    try run.create()
    try run.create()
    #expect(isDirectory(run.samples))
  }

  @Test func aDirectoryThatCannotBeCreatedIsToldInASentence() throws {
    let file = try directory.create("file", [1])
    try directory.create("samples", [1])
    for (path, reason) in [
      (file, "'\(file)' is no directory"), ("\(file)/a/run", "'\(file)' is no directory"),
      (directory.path, "'\(directory.path)/samples' is no directory"),
      (directory.file(String(repeating: "x", count: 300)), "File name too long"),
    ] {
      let error = #expect(throws: RunDirectoryError.self) { try RunDirectory(path).create() }
      #expect(error?.kind == .cannotCreate)
      #expect(
        error?.description == "The run directory '\(path)' cannot be created: \(reason).")
    }
  }

  @Test func removingARunTakesItsOwnFilesAndLeavesAllOthers() throws {
    let run = RunDirectory(directory.file("run"))
    try run.create()
    let own = [
      "config.json", "metrics.jsonl", "checkpoint.safetensors", "checkpoint-00000007.safetensors",
      "samples/epoch-0001.png",
    ]
    let others = ["notes.txt", "checkpoint-best.safetensors", "samples/mine.png", "samples/epoch-list.txt"]
    for name in own + others { try directory.create("run/\(name)", [1]) }
    try run.removeRun()
    for name in own { #expect(!FileManager.default.fileExists(atPath: directory.file("run/\(name)"))) }
    for name in others { #expect(FileManager.default.fileExists(atPath: directory.file("run/\(name)"))) }
    #expect(!run.holdsRun())
  }

  @Test func aDirectoryIsCheckedWithoutATrace() throws {
    let run = RunDirectory(directory.file("a/b/run"))
    try run.check(replacingRun: false)
    #expect(try directory.contents() == [])
    func refusal(_ path: String, replacingRun: Bool = true) -> String? {
      #expect(throws: RunDirectoryError.self) { try RunDirectory(path).check(replacingRun: replacingRun) }?.description
    }
    let file = try directory.create("file", [1])
    #expect(refusal("\(file)/run") == "The run directory '\(file)/run' cannot be created: '\(file)' is no directory.")
    #expect(refusal(file) == "The run directory '\(file)' cannot be created: '\(file)' is no directory.")
    try directory.create("other/samples", [1])
    let other = directory.file("other")
    #expect(refusal(other) == "The run directory '\(other)' cannot be created: '\(other)/samples' is no directory.")
    try run.create()
    let lock = try run.lock()
    withExtendedLifetime(lock) { #expect(refusal(run.path) == "Another training writes to '\(run.path)'.") }
  }

  @Test func aLockThatAnotherHasRemovedIsNone() throws {
    let run = RunDirectory(directory.file("run"))
    try run.create()
    var lock: RunLock? = try run.lock()
    try FileManager.default.removeItem(atPath: run.path + "/.lock")
    let second = try run.lock()
    lock = nil
    #expect(lock == nil && run.isInUse)
    withExtendedLifetime(second) {}
  }

  @Test func aRunIsSeenAsLongAsItIsTheSame() throws {
    #expect(SeenRun(RunDirectory(directory.file("none"))) == nil)
    let recorded = try RecordedRun(.sample(), in: directory, name: "run")
    try recorded.train(lastStep: 2)
    let seen = try #require(SeenRun(recorded.directory))
    try recorded.train(lastStep: 4)
    #expect(try seen.stillThere() == recorded.directory)
    try RunConfiguration(training: .sample(seed: 9), data: "sample").write(to: recorded.directory)
    #expect(throws: FileError.self) { try seen.stillThere() }
    try recorded.directory.removeRun()
    #expect(throws: FileError.self) { try seen.stillThere() }
  }

  @Test func nothingIsRemovedWhereAnotherProgramHasItsConfiguration() throws {
    let run = RunDirectory(directory.file("other"))
    for text in [#"{"name": "x"}"#, #"{"architecture": "vit", "hidden": 3}"#, "[1]", "{}"] {
      for name in ["config.json", "metrics.jsonl"] { try directory.create("other/\(name)", Array(text.utf8)) }
      let error = #expect(throws: RunDirectoryError.self) { try run.removeRun() }
      #expect(
        error?.description
          == "'\(run.path)/config.json' does not belong to a run of this program, and nothing is removed here.")
      for name in ["config.json", "metrics.jsonl"] { #expect(directory.holds("other/\(name)")) }
    }
  }

  @Test func theConfigurationOfAnotherProgramIsNoRun() throws {
    let run = RunDirectory(directory.file("runs/other"))
    for text in [#"{"name": "x"}"#, #"{"architecture": {}, "training": {}}"#, "[1]"] {
      try directory.create("runs/other/config.json", Array(text.utf8))
      #expect(!run.holdsRun())
      #expect(RunDirectory.all(in: directory.file("runs")).isEmpty)
      // It stays, all the same.
      #expect(throws: RunDirectoryError.self) { try run.refuseTaken() }
    }
    // What is damaged may have been a run's, and so may what has a log.
    try directory.create("runs/other/config.json", Array(#"{"architecture": "#.utf8))
    #expect(run.holdsRun())
    try directory.create("runs/other/config.json", Array("{}".utf8))
    try directory.create("runs/other/metrics.jsonl", [])
    #expect(run.holdsRun())
  }

  @Test func nothingIsRemovedWhereAnotherProgramHasItsLogOrItsCheckpoint() throws {
    let run = RunDirectory(directory.file("other"))
    try run.create()
    let log = try directory.create("other/metrics.jsonl", Array(#"{"loss": 1}"#.utf8) + [10, 0xFF])
    #expect(throws: RunDirectoryError.self) { try run.removeRun() }
    #expect(directory.holds("other/metrics.jsonl"))
    try directory.create("other/metrics.jsonl", Array(#"{"step": 1}"#.utf8))
    // Of a header without metadata, as Python writes it: a tensor of one number.
    let header = Array(#"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  "#.utf8)
    let checkpoint = [UInt8(header.count)] + [UInt8](repeating: 0, count: 7) + header + [0, 0, 0, 0]
    try directory.create("other/checkpoint-00000001.safetensors", checkpoint)
    let error = #expect(throws: RunDirectoryError.self) { try run.removeRun() }
    #expect(error?.description.contains("checkpoint-00000001.safetensors' does not belong to a run") == true)
    #expect(FileManager.default.fileExists(atPath: log))
    try directory.create("other/checkpoint-00000001.safetensors", checkpoint.dropLast())
    try run.removeRun()
    #expect(!FileManager.default.fileExists(atPath: log))
  }

  @Test func removingARunThatHasOnlyBegunIsNoError() throws {
    let run = RunDirectory(directory.file("run"))
    try run.create()
    try directory.create("run/config.json", [1])
    try run.removeRun()
    #expect(!run.holdsRun())
  }

  @Test func aModelWithoutACheckpointIsToldApartFromNoRunAtAll() throws {
    let run = RunDirectory(directory.file("run"))
    try run.create()
    let none = #expect(throws: RunDirectoryError.self) { try LoadedModel(path: run.path) }
    #expect(none?.kind == .missing)
    #expect(none?.description == "There is no run in '\(run.path)': it holds no checkpoint.safetensors.")
    try directory.create("run/config.json", #"{"architecture": {}, "configuration": {}}"#.utf8)
    let early = #expect(throws: RunDirectoryError.self) { try LoadedModel(path: run.path) }
    #expect(early?.kind == .missing)
    #expect(
      early?.description
        == "The run in '\(run.path)' has no checkpoint yet: the first is written at the end of its first epoch.")
  }
}
