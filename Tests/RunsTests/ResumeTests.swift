@testable import Runs
import TrainingTestSupport
import TestSupport
import TensorCore
import Testing

@testable import GAN

/// A run that was stopped goes on to the bytes of one that never stopped.
@Suite("Resuming")
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

  @Test("After any step, by a limit on the steps")
  func maximumSteps() throws {
    for stop in 1..<Self.lastStep {
      let run = try RecordedRun(.sample(), in: directory, name: "limit-\(stop)")
      #expect(try run.train(lastStep: stop) == .finished)
      #expect(try Checkpoint(path: run.directory.checkpoint).step == stop)
      #expect(try run.train(lastStep: Self.lastStep) == .finished)
      try expectSame(run, "stopped at step \(stop)")
    }
  }

  @Test("After any step, by a wish to stop")
  func interruption() throws {
    for stop in 1..<Self.lastStep {
      let run = try RecordedRun(.sample(), in: directory, name: "stop-\(stop)")
      #expect(try run.train(lastStep: Self.lastStep, stopAfter: stop) == .interrupted)
      #expect(try Checkpoint(path: run.directory.checkpoint).step == stop)
      #expect(try run.train(lastStep: Self.lastStep) == .finished)
      try expectSame(run, "stopped at step \(stop)")
    }
  }

  @Test("After every single step")
  func stepByStep() throws {
    let run = try RecordedRun(.sample(), in: directory, name: "steps")
    for stop in 1...Self.lastStep { try run.train(lastStep: stop) }
    try expectSame(run, "stopped after every step")
  }

  /// What a killed run leaves: an older checkpoint, and a log that has gone on.
  @Test("After being killed at any step, from the last checkpoint, if there is one")
  func killed() throws {
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

  @Test("With other threads, and saving at other steps")
  func otherOptions() throws {
    let run = try RecordedRun(.sample(), in: directory, name: "other")
    try run.train(lastStep: 4, checkpointEvery: 1, .init(threads: 3))
    try run.train(lastStep: 7, .init(threads: 2, order: .scattered(seed: 3)))
    try run.train(lastStep: Self.lastStep, checkpointEvery: 2)
    try expectSame(run, "other threads")
  }

  @Test("A finished run makes no step, and stays as it is")
  func finished() throws {
    let before = try uninterrupted.checkpointBytes
    #expect(try uninterrupted.train(lastStep: Self.lastStep) == nil)
    #expect(try uninterrupted.checkpointBytes == before)
    #expect(try uninterrupted.loggedSteps.map(\.step) == Array(1...Self.lastStep))
  }
}
