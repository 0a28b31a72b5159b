import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// A run that was stopped goes on to the bytes of one that never stopped.
struct ResumeTests {
  let directory: TemporaryDirectory
  let uninterrupted: RecordedRun

  /// Two epochs of five steps, and two steps of the third.
  private static let lastStep = 12

  init() throws {
    directory = try TemporaryDirectory()
    uninterrupted = try RecordedRun(.sample(), in: directory, name: "uninterrupted")
    #expect(try uninterrupted.train(lastStep: Self.lastStep) == .finished)
  }

  private func expectSame(_ run: RecordedRun, _ comment: Comment) throws {
    #expect(try run.checkpointBytes == uninterrupted.checkpointBytes, comment)
    #expect(try run.loggedSteps == uninterrupted.loggedSteps, comment)
  }

  @Test func afterAnyStepByALimitOnTheSteps() throws {
    for stop in 1..<Self.lastStep {
      let run = try RecordedRun(.sample(), in: directory, name: "limit-\(stop)")
      #expect(try run.train(lastStep: stop) == .finished)
      #expect(try Checkpoint(path: run.directory.checkpoint).step == stop)
      #expect(try run.train(lastStep: Self.lastStep) == .finished)
      try expectSame(run, "stopped at step \(stop)")
    }
  }

  @Test func afterAnyStepByAWishToStop() throws {
    for stop in 1..<Self.lastStep {
      let run = try RecordedRun(.sample(), in: directory, name: "stop-\(stop)")
      #expect(try run.train(lastStep: Self.lastStep, stopAfter: stop) == .interrupted)
      #expect(try Checkpoint(path: run.directory.checkpoint).step == stop)
      #expect(try run.train(lastStep: Self.lastStep) == .finished)
      try expectSame(run, "stopped at step \(stop)")
    }
  }

  @Test func afterEverySingleStep() throws {
    let run = try RecordedRun(.sample(), in: directory, name: "steps")
    for stop in 1...Self.lastStep { try run.train(lastStep: stop) }
    try expectSame(run, "stopped after every step")
  }

  /// What a killed run leaves: an older checkpoint, and a log that has gone on.
  @Test func afterBeingKilledAtAnyStepFromTheLastCheckpointIfThereIsOne() throws {
    for kill in 1..<Self.lastStep {
      let run = try RecordedRun(.sample(), in: directory, name: "killed-\(kill)")
      #expect(throws: Killer.Killed.self) {
        try run.train(lastStep: Self.lastStep, checkpointEvery: 3, watchedBy: Killer(afterSteps: kill))
      }
      #expect(run.directory.checkpoints().isEmpty == (kill <= 3))
      #expect(try run.train(lastStep: Self.lastStep) == .finished)
      try expectSame(run, "killed at step \(kill)")
    }
  }

  @Test func withOtherThreadsAndSavingAtOtherSteps() throws {
    let run = try RecordedRun(.sample(), in: directory, name: "other")
    try run.train(lastStep: 4, checkpointEvery: 1, .init(threads: 3))
    try run.train(lastStep: 7, .init(threads: 2, order: .scattered(seed: 3)))
    try run.train(lastStep: Self.lastStep, checkpointEvery: 2)
    try expectSame(run, "other threads")
  }

  @Test func aFinishedRunMakesNoStepAndStaysAsItIs() throws {
    let before = try uninterrupted.checkpointBytes
    #expect(try uninterrupted.train(lastStep: Self.lastStep) == nil)
    #expect(try uninterrupted.checkpointBytes == before)
    #expect(try uninterrupted.loggedSteps.map(\.step) == Array(1...Self.lastStep))
  }
}
