import FileFormats
import Foundation
import Platform
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// Files that cannot be written for a while: their directory is not there, or one is in their place. Unlike
/// permissions, that is refused to every user, root included.
final class SaveFailureTests {
  let directory: TemporaryDirectory
  let run: RecordedRun
  private var reports: [String] = []

  init() throws {
    directory = try TemporaryDirectory()
    run = try RecordedRun(.sample(), in: directory, name: "run")
  }

  /// Does something after a step, before anything is saved.
  private final class Action: TrainingObserver {
    let body: (Int) throws -> Void

    init(_ body: @escaping (Int) throws -> Void) { self.body = body }

    func stepDidEnd(_ progress: TrainingProgress) throws { try body(progress.step) }
  }

  private func train(lastStep: Int, action: @escaping (Int) throws -> Void) throws {
    let report: (any RunNotice) -> Void = { self.reports.append($0.description) }
    try Trainer.sample(run.configuration, .single()).train(
      lastStep: lastStep,
      observers: [
        Action(action), HealthMonitor(run.configuration.sampleImages, report: report),
        try MetricsLog(run.directory, step: 0, every: 1, batchSize: 8, report: report),
        SampleWriter(run.directory, RunSettings(), count: 1, report: report),
        CheckpointWriter(run.directory, everySteps: 1, keep: 2, newestStep: nil, report: report),
      ])
  }

  private var newest: String { run.directory.checkpoint }
  private var aside: String { directory.file("aside") }

  private var absence: String {
    "there is no directory '\(run.directory.path)'; create it first, with 'mkdir -p \(run.directory.path)'"
  }

  private func block() throws { try FileManager.default.moveItem(atPath: run.directory.path, toPath: aside) }

  private func unblock() throws { try FileManager.default.moveItem(atPath: aside, toPath: run.directory.path) }

  @Test func trainingGoesOnAfterAFailedSaveOrTwoAndSavesAsSoonAsItCan() throws {
    try train(lastStep: 8) { step in
      if step == 3 || step == 6 { try self.block() }
      if step == 5 || step == 7 { try self.unblock() }
    }
    #expect(reports.count == 3)
    #expect(
      reports.first
        == "Warning: '\(newest)': \(absence). The checkpoint of step 2 is whole. Training goes "
        + "on and saves again when it is due; after 3 failures in a row it ends.")
    #expect(try Checkpoint(path: newest).step == 8)
    #expect(run.directory.olderCheckpointSteps() == [7])
    let whole = try RecordedRun(.sample(), in: directory, name: "whole")
    try whole.train(lastStep: 8, checkpointEvery: 1)
    #expect(try run.checkpointBytes == whole.checkpointBytes)
  }

  @Test func theThirdFailureInARowEndsTheRun() throws {
    let error = #expect(throws: SaveError.self) {
      try self.train(lastStep: 8) { if $0 == 2 { try self.block() } }
    }
    #expect(error?.cause.kind == .cannotCreate)
    #expect(
      error?.description
        == "'\(newest)': \(absence). The checkpoint of step 1 is whole.")
    #expect(error?.savedStep == 1 && error?.run == run.directory)
    #expect(reports.count == 2)
    try unblock()
    #expect(try Checkpoint(path: newest).step == 1)
  }

  @Test func aFailureOfTheLastSaveEndsTheRun() throws {
    #expect(throws: SaveError.self) {
      try self.train(lastStep: 3) { if $0 == 3 { try self.block() } }
    }
    // The last grid of samples is gone too.
    #expect(reports.count == 1 && reports.first?.contains("samples/step-00000003.png") == true)
  }

  @Test func aRunThatNeverWasSavedSaysSo() throws {
    try FileManager.default.createDirectory(atPath: newest, withIntermediateDirectories: false)
    let error = #expect(throws: SaveError.self) { try self.train(lastStep: 1) { _ in } }
    #expect(
      error?.description
        == "'\(newest)': this is a directory, not a file. There is no checkpoint yet.")
    #expect(error?.savedStep == nil)
  }

  @Test func aPictureThatCannotBeWrittenIsLeftOutAndTold() throws {
    let picture = run.directory.sample(epoch: 1)
    try FileManager.default.createDirectory(atPath: picture, withIntermediateDirectories: false)
    try train(lastStep: 10) { _ in }
    #expect(
      reports == ["Warning: '\(picture)': this is a directory, not a file. Training goes on without this picture."])
    #expect(FileManager.default.fileExists(atPath: run.directory.sample(epoch: 2)))
    #expect(try Checkpoint(path: newest).step == 10)
  }

  @Test(.enabled(if: OperatingSystem.isLinux))
  func linesThatCannotBeWrittenAreToldOnce() throws {
    let file = try AppendedFile(path: "/dev/full")
    let error = #expect(throws: FileError.self) { try file.append(line: "1") }
    #expect(error?.description == "'/dev/full': cannot be written: No space left on device.")
  }
}
