import FileFormats
import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// Trainings that are shared out among ranks: whatever their number, the bytes are those of one process.
struct RanksTests {
  private func configuration(
    _ architecture: Architecture = .small, shards: Int = 4, learningRate: Double = 2e-3
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration.sample(architecture, learningRate: learningRate, snapshotInterval: 3)
    configuration.shards = shards
    return configuration
  }

  /// What lasts of a run, at each rank.
  private struct Outcome: Sendable {
    var values: [String: NamedState.Values]
    var rollbacks: Int
  }

  private func train(_ configuration: TrainingConfiguration, steps: Int, ranks: Int) throws -> [Outcome] {
    try LocalJob.run(ranks: ranks) { exchange in
      // Another number of threads at every rank, and another instruction set at every second one.
      let sets = InstructionSet.available
      let context = try ComputeContext(
        threads: 1 + exchange.rank % 2, instructionSet: sets[exchange.rank % sets.count])
      let trainer = try Trainer.sample(configuration, context)
      try trainer.state.join(exchange)
      try trainer.train(lastStep: steps, observers: [])
      return Outcome(values: trainer.state.allValues, rollbacks: trainer.state.rollbacks)
    }
  }

  private func expectSame(_ configuration: TrainingConfiguration, steps: Int, ranks: [Int], _ comment: Comment) throws {
    let trainer = try Trainer.sample(configuration, .single())
    try trainer.train(lastStep: steps, observers: [])
    for ranks in ranks {
      for (rank, outcome) in try train(configuration, steps: steps, ranks: ranks).enumerated() {
        let expected = trainer.state.allValues
        let differing = expected.keys.filter { expected[$0] != outcome.values[$0] }.sorted()
        #expect(differing.isEmpty, "\(comment): rank \(rank) of \(ranks) differs in \(differing)")
        #expect(outcome.rollbacks == trainer.state.rollbacks)
      }
    }
  }

  @Test(arguments: [Architecture.small, .tiled]) func anyNumberOfRanksGivesTheSameBytes(architecture: Architecture)
    throws
  {
    try expectSame(configuration(architecture), steps: 4, ranks: [1, 2, 4], "plain")
  }

  @Test func soItDoesWithEveryMeans() throws {
    var everything = configuration()
    everything.loss = .relativistic
    everything.augmentations = [.translation, .flip]
    everything.keptFakes = 0.5
    everything.average.halfLife = 40
    everything.schedule.warmUpSteps = 2
    try expectSame(everything, steps: 4, ranks: [2, 4], "everything")

    var spectral = configuration(try Preset.spectral28.architecture(baseChannels: 2), shards: 2)
    spectral.penalty.r1 = 10
    spectral.penalty.interval = 2
    try expectSame(spectral, steps: 3, ranks: [2], "spectral")
  }

  @Test func everyShardOfAConditionalRunHasItsOwnClasses() throws {
    var (configuration, images) = try TrainingConfiguration.conditionalSample(snapshotInterval: 3)
    configuration.shards = 4
    let (shared, data) = (configuration, images)
    @Sendable func values(_ exchange: (any Exchange)?) throws -> [String: NamedState.Values] {
      let trainer = Trainer(try TrainingState(shared, .single()), images: data, try .single())
      if let exchange { try trainer.state.join(exchange) }
      try trainer.train(lastStep: 4, observers: [])
      return trainer.state.allValues
    }
    let alone = try values(nil)
    for ranks in [2, 4] {
      #expect(try LocalJob.run(ranks: ranks) { try values($0) }.allSatisfy { $0 == alone })
    }
  }

  @Test func numbersThatExplodeLeadAllBackToTheSameSnapshot() throws {
    var exploding = configuration(learningRate: 9e7)
    exploding.average.halfLife = 40
    exploding.schedule.warmUpSteps = 2
    exploding.keptFakes = 0.5
    exploding.augmentations = [.translation]
    try expectSame(exploding, steps: 12, ranks: [2, 4], "exploding")
    let trainer = try Trainer.sample(exploding, .single())
    try trainer.train(lastStep: 12, observers: [])
    #expect(trainer.state.rollbacks > 0)
  }

  @Test(arguments: [3, 8, 0]) func aNumberOfRanksThatDoesNotDivideTheShardsIsRefused(ranks: Int) throws {
    let state = try TrainingState(configuration(shards: 4), .single())
    let error = #expect(throws: RankCountError.self) { try state.join(LoneExchange(ranks: ranks)) }
    #expect(
      error?.description == "A batch of 4 shards cannot be shared out among \(ranks) processes: their number must be a "
        + "power of two that divides that of the shards.")
  }

  // MARK: Agreement

  @Test func whatOneRankIsAskedAllDo() throws {
    let configuration = configuration()
    let endings = try LocalJob.run(ranks: 4) { exchange in
      let trainer = try Trainer.sample(configuration, .single())
      try trainer.state.join(exchange)
      let watch = SaveWatch()
      let ending = try trainer.train(
        lastStep: 100, observers: [watch], shouldSave: { exchange.rank == 1 && trainer.state.step == 2 },
        shouldStop: { exchange.rank == 3 && trainer.state.step == 5 })
      return "\(ending.map { "\($0)" } ?? "none") at \(trainer.state.step), saved at \(watch.steps)"
    }
    #expect(endings == Array(repeating: "interrupted at 5, saved at [2]", count: 4))
  }

  private final class SaveWatch: TrainingObserver {
    private(set) var steps: [Int] = []

    func stepDidEnd(_ progress: TrainingProgress) {
      if progress.savesNow { steps.append(progress.step) }
    }
  }

  private struct DiskIsFull: Error {}

  private final class FailingObserver: TrainingObserver {
    func stepDidEnd(_ progress: TrainingProgress) throws {
      if progress.step == 3 { throw DiskIsFull() }
    }
  }

  @Test func aRankThatFailsEndsAll() throws {
    let configuration = configuration()
    let endings = try LocalJob.run(ranks: 2) { exchange in
      let trainer = try Trainer.sample(configuration, .single())
      try trainer.state.join(exchange)
      do {
        try trainer.train(lastStep: 100, observers: exchange.rank == 0 ? [FailingObserver()] : [])
        return "no error"
      } catch { return "\(type(of: error)) at \(trainer.state.step)" }
    }
    #expect(endings == ["DiskIsFull at 3", "OtherRankFailure at 3"])
  }
}

/// An exchange with nobody, for what is checked before the first one.
private final class LoneExchange: Exchange {
  let rank = 0
  let ranks: Int

  init(ranks: Int) { self.ranks = ranks }

  func allToAll(_ values: Tensor, _ parts: RankParts, into received: Tensor) {}
  func allGather(_ values: Tensor, _ parts: RankParts) {}
  func allGather(_ values: inout [Double]) {}
  func allGather(bytes: [UInt8]) -> [[UInt8]] { [bytes] }
  func agree(_ flags: UInt32) -> UInt32 { flags }
  func leave() {}
}
