import FileFormats
import Foundation
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// The checkpoints before the newest, and what they are there for.
struct OlderCheckpointTests {
  let directory: TemporaryDirectory
  let run: RecordedRun

  init() throws {
    directory = try TemporaryDirectory()
    run = try RecordedRun(.sample(), in: directory, name: "run")
  }

  /// The steps of the checkpoints that lie in the run's directory, the newest first.
  private var steps: [Int] {
    get throws { try run.directory.checkpoints().map { try Checkpoint(path: $0).step } }
  }

  private func damage(_ path: String) throws {
    var bytes = try bytes(ofFile: path)
    bytes[bytes.count / 2] ^= 16
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  @Test(arguments: 1...5)
  func theLastSoManyAreKept(count: Int) throws {
    try run.train(lastStep: 9, checkpointEvery: 2, keep: count)
    #expect(try steps == Array([9, 8, 6, 5, 4].prefix(count)))
    #expect(run.directory.olderCheckpointSteps() == Array([8, 6, 5, 4].prefix(count - 1)))
  }

  /// Explodes at step 12, with older checkpoints of steps before and after the one that it goes back to.
  @Test(arguments: 1...3)
  func asManyAreKeptAfterAReturnToAnEarlierStepAndNoneOfAWayThatWasLeft(count: Int) throws {
    let run = try RecordedRun(.sample(learningRate: 0.5e8), in: directory, name: "exploding")
    #expect(throws: Killer.Killed.self) {
      // Ends with the first step after the return.
      try run.train(lastStep: 20, checkpointEvery: 1, keep: count, watchedBy: Killer(afterSteps: 12))
    }
    let checkpoints = try run.directory.checkpoints().map { try Checkpoint(path: $0) }
    #expect(checkpoints.map(\.step) == Array([10, 10, 9].prefix(count)))
    #expect(checkpoints.map(\.rollbacks) == Array([1, 0, 0].prefix(count)))
  }

  @Test func fewerAreKeptOnceFewerAreAskedForAndOtherFilesStay() throws {
    try run.train(lastStep: 4, checkpointEvery: 1, keep: 4)
    for name in ["checkpoint-best.safetensors", "checkpoint-2.safetensors", "checkpoint-00000002.txt"] {
      try directory.create("run/\(name)", [1])
    }
    try run.train(lastStep: 6, checkpointEvery: 1, keep: 2)
    #expect(run.directory.olderCheckpointSteps() == [5])
    for name in ["checkpoint-best.safetensors", "checkpoint-2.safetensors", "checkpoint-00000002.txt"] {
      #expect(FileManager.default.fileExists(atPath: directory.file("run/\(name)")), "\(name)")
    }
  }

  @Test(arguments: 1...4)
  func aDamagedNewestCheckpointIsPassedOverAndTheRunComesToTheSameBytes(damaged: Int) throws {
    let whole = try RecordedRun(.sample(), in: directory, name: "whole")
    try whole.train(lastStep: 12, checkpointEvery: 1, keep: 4)
    try run.train(lastStep: 7, checkpointEvery: 1, keep: 5)
    for path in run.directory.checkpoints().prefix(damaged) { try damage(path) }
    var errors: [FileError] = []
    #expect(try run.train(lastStep: 12, checkpointEvery: 1, keep: 4, passOver: { errors.append($0) }) == .finished)
    #expect(errors.count == damaged)
    #expect(errors.first?.path == run.directory.checkpoint)
    #expect(try run.checkpointBytes == whole.checkpointBytes)
    #expect(try run.loggedSteps == whole.loggedSteps)
    // None of the damaged ones is left.
    #expect(try steps == [12, 11, 10, 9])
  }

  @Test func damagedCheckpointsThatLieAheadOfTheRunAreRemovedWithItsNextSave() throws {
    try run.train(lastStep: 7, checkpointEvery: 1, keep: 3)
    for path in run.directory.checkpoints().prefix(2) { try damage(path) }
    try run.train(lastStep: 6, checkpointEvery: 1, keep: 3)
    #expect(try steps == [6, 5])
  }

  @Test func ifAllAreDamagedTheRunIsNotBegunAnewBehindTheUsersBack() throws {
    try run.train(lastStep: 2, checkpointEvery: 1)
    for path in run.directory.checkpoints() { try damage(path) }
    let error = #expect(throws: RunDirectoryError.self) { try run.train(lastStep: 3) }
    #expect(error?.kind == .noSoundCheckpoint)
    #expect(error?.description.hasPrefix("'\(run.directory.checkpoint)': ") == true)
    #expect(
      error?.description.hasSuffix(
        "There is no sound older checkpoint in '\(run.directory.path)'.") == true)
  }

  @Test func aSoundFileOfAnotherFormatIsRefusedNotPassedOverAnOlderOneWouldBeNoSubstitute() throws {
    try run.train(lastStep: 2, checkpointEvery: 1)
    var file = try SafetensorsFile(path: run.directory.checkpoint)
    file.metadata["format_version"] = "99"
    try file.write(to: run.directory.checkpoint, replaceExisting: true)
    #expect(throws: CheckpointError.self) { try run.train(lastStep: 3) }
  }

  /// Files from before there was a second way to round do not say which they had.
  @Test(arguments: [nil, "1", "2", "3", "4", "5", "6", "7"])
  func aRunWhoseStepsWereRoundedOtherwiseSaysSoAndGoesOn(rounding: String?) throws {
    try run.train(lastStep: 2)
    var file = try SafetensorsFile(path: run.directory.checkpoint)
    #expect(file.metadata["rounding"] == "6")
    file.metadata["rounding"] = rounding
    try file.write(to: run.directory.checkpoint, replaceExisting: true)
    let notices = try PausedRun(run.directory).notices
    #expect(
      notices.map(\.description)
        == (rounding == "6"
          ? []
          : [
            "The steps up to 2 were computed by another version of dcgan, which rounds otherwise: what follows may "
              + "differ in its last bits from what that version would have come to."
          ]))
    try run.train(lastStep: 3)
    #expect(try SafetensorsFile(path: run.directory.checkpoint).metadata["rounding"] == "6")
  }

  @Test func withoutTheNewestNameWhichAFileSystemWithoutLinksLacksForAMomentTheLatestIsTaken() throws {
    try run.train(lastStep: 3, checkpointEvery: 1, keep: 3)
    try FileManager.default.removeItem(atPath: run.directory.checkpoint)
    #expect(!run.directory.checkpoints().isEmpty)
    #expect(try LoadedModel(path: run.directory.path).checkpoint.step == 2)
    try run.train(lastStep: 4, keep: 3)
    #expect(try steps == [4, 2, 1])
  }

  @Test func aDamagedFileOfAnotherNameIsNoCheckpointOfARunBesideIt() throws {
    try run.train(lastStep: 3, checkpointEvery: 1)
    let path = directory.file("run/my-checkpoint.safetensors")
    try FileManager.default.copyItem(atPath: run.directory.checkpoint, toPath: path)
    try damage(path)
    #expect(throws: FileError.self) { try LoadedModel(path: path) }
  }

  @Test(arguments: [true, false])
  func aDamagedModelIsRefusedAndTheSoundOneBeforeItIsNamed(byDirectory: Bool) throws {
    try run.train(lastStep: 3, checkpointEvery: 1)
    try damage(run.directory.checkpoint)
    let path = byDirectory ? run.directory.path : run.directory.checkpoint
    let error = #expect(throws: CheckpointError.self) { try LoadedModel(path: path) }
    let older = run.directory.olderCheckpoint(step: 2)
    #expect(error?.description.hasPrefix("'\(run.directory.checkpoint)': the checksum is ") == true)
    #expect(
      error?.description.hasSuffix(" The checkpoint before it, '\(older)' of step 2, is sound: name that.") == true)
    #expect(try LoadedModel(path: older).checkpoint.step == 2)
    try damage(older)
    #expect(throws: FileError.self) { try LoadedModel(path: path) }
  }
}
