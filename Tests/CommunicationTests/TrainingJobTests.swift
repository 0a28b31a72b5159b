import FileFormats
import GAN
import Runs
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import Communication

/// Runs that ranks share, from opening them to their end.
struct TrainingJobTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.create("data/.keep", [])
    try IDXFile.write(.sample(count: 43, for: .small), to: directory.file("data/train-images-idx3-ubyte"))
  }

  private static let version = "dcgan 0"

  /// What starts a run in this directory, for any thread to call.
  private func start(
    _ name: String, shards: Int = 4, images: ImageSet? = nil
  ) -> @Sendable () throws -> TrainingSession {
    let (path, data) = (directory.file(name), directory.file("data"))
    return {
      var run = NewRun(
        .small, try images.map { TrainingData(images: $0, path: data) } ?? TrainingData(path: data))
      run.training.batchSize = 8
      run.training.shards = shards
      run.training.heldOutCount = 3
      run.training.snapshotInterval = 3
      run.settings.epochs = 2
      run.settings.checkpointInterval = 3
      run.directory = RunDirectory(path)
      return try TrainingSession(starting: run, .single())
    }
  }

  /// How each rank ended: its exit code, and what went wrong there.
  private func share(
    ranks: Int, lastStep: Int? = nil, versions: [String]? = nil,
    _ open: @escaping @Sendable () throws -> TrainingSession
  ) throws -> [String] {
    try LocalJob.run(ranks: ranks) { exchange in
      let job = TrainingJob(exchange, version: versions?[exchange.rank] ?? Self.version)
      var text = "ended"
      do {
        if job.leads {
          let session = try open()
          let last = lastStep ?? session.stepOfLastEpoch
          try job.share(session, lastStep: last)
          try session.train(lastStep: last)
        } else {
          _ = try job.follow({ try .single() }, shouldSave: { false }, shouldStop: { false })
        }
      } catch {
        job.giveUp()
        text = error is OtherRankFailure ? "left" : "\(error)"
      }
      return "\(text), \(job.end(text == "ended" ? 0 : text == "left" ? 0 : 65))"
    }
  }

  @Test(arguments: [1, 2, 4]) func aSharedRunHasTheBytesOfOneProcess(ranks: Int) throws {
    let alone = try start("alone")()
    try alone.train()
    #expect(
      try share(ranks: ranks, start("shared"))
        == Array(repeating: "ended, 0", count: ranks))
    #expect(
      try bytes(ofFile: RunDirectory(directory.file("shared")).checkpoint) == bytes(ofFile: alone.directory.checkpoint))
  }

  @Test func aRunGoesOnWithAnyNumberOfRanks() throws {
    let alone = try start("alone")()
    try alone.train()
    _ = try share(ranks: 4, lastStep: 2, start("shared"))
    let path = directory.file("shared")
    let data = directory.file("data")
    for (ranks, lastStep) in [(2, 4), (4, 7), (1, 8), (2, 10)] {
      let endings = try share(ranks: ranks, lastStep: lastStep) {
        try TrainingSession(
          resuming: ResumedRun(try PausedRun(RunDirectory(path)), try TrainingData(path: data)), .single())
      }
      #expect(endings == Array(repeating: "ended, 0", count: ranks))
    }
    #expect(
      try bytes(ofFile: RunDirectory(path).checkpoint) == bytes(ofFile: alone.directory.checkpoint))
  }

  @Test func ranksGoOnWithTheLearningRatesOfARunThatWentBack() throws {
    func start(_ name: String) -> @Sendable () throws -> TrainingSession {
      let start = self.start(name)
      return {
        let session = try start()
        session.state.rollbacks = 2
        return session
      }
    }
    let alone = try start("alone")()
    try alone.train()
    #expect(try share(ranks: 2, start("shared")) == Array(repeating: "ended, 0", count: 2))
    let shared = try bytes(ofFile: RunDirectory(directory.file("shared")).checkpoint)
    #expect(try shared == bytes(ofFile: alone.directory.checkpoint))
    #expect(try Checkpoint(path: directory.file("shared/checkpoint.safetensors")).rollbacks == 2)
  }

  @Test func aFollowerThatStopsEndsAllAfterTheSameStep() throws {
    let open = start("shared")
    let endings = try LocalJob.run(ranks: 2) { exchange in
      let job = TrainingJob(exchange, version: Self.version)
      var asked = 0
      let ending: TrainingEnding?
      if job.leads {
        let session = try open()
        try job.share(session, lastStep: 9)
        ending = try session.train(lastStep: 9)
        #expect(session.state.step == 3)
      } else {
        ending = try job.follow({ try .single() }, shouldSave: { false }) {
          asked += 1
          return asked == 3
        }
      }
      _ = job.end(0)
      return ending
    }
    #expect(endings == [.interrupted, .interrupted])
  }

  @Test func aRunThatCannotBeOpenedEndsAll() throws {
    let path = directory.file("nothing")
    let endings = try share(ranks: 2) {
      try TrainingSession(
        resuming: ResumedRun(
          try PausedRun(RunDirectory(path)), TrainingData(images: .sample(count: 8, for: .small), path: "")),
        .single())
    }
    #expect(endings == ["'\(path)': cannot be opened: No such file or directory., 65", "left, 65"])
  }

  @Test func ranksOfAnotherVersionSaySo() throws {
    let endings = try share(ranks: 2, versions: ["dcgan 0", "dcgan 1"], start("shared"))
    #expect(
      endings == [
        "left, 65",
        "This program is dcgan 1, and that of the first process dcgan 0: install one on all machines., 65",
      ])
  }

  @Test func ranksWithOtherImagesSaySo() throws {
    let data = directory.file("data")
    let endings = try share(ranks: 2, start("shared", images: .sample(count: 43, for: .small).withClasses(2)))
    #expect(endings[0] == "left, 65")
    #expect(endings[1].hasPrefix("The images in '\(data)' are not those of the first process. "), "\(endings[1])")
  }

  @Test func shardsThatCannotBeSharedAreRefusedByAll() throws {
    let endings = try share(ranks: 4, start("shared", shards: 2))
    #expect(endings[0].hasPrefix("A batch of 2 shards cannot be shared out among 4 processes"))
  }

  @Test func aRunWithNothingToDoEndsForAll() throws {
    #expect(
      try share(ranks: 2, lastStep: 0, start("shared")) == ["ended, 0", "ended, 0"])
  }

  /// The first rank fails between opening the run and its first step.
  @Test func whoWaitsForTheFirstStepIsToldThatThereIsNone() throws {
    let open = start("shared")
    let endings = try LocalJob.run(ranks: 2) { exchange in
      let job = TrainingJob(exchange, version: Self.version)
      do {
        if job.leads {
          try job.share(try open(), lastStep: 5)
          throw RankError("no log")
        }
        _ = try job.follow({ try .single() }, shouldSave: { false }, shouldStop: { false })
        return "ended"
      } catch {
        job.giveUp()
        return "\(type(of: error)), \(job.end(error is RankError ? 74 : 0))"
      }
    }
    #expect(endings == ["RankError, 74", "OtherRankFailure, 74"])
  }
}
