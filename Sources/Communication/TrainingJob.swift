import FileFormats
import GAN
import NeuralNetwork
import Runs
import TensorCore

/// A training that is shared out among the processes of a job.
///
/// The first rank opens the run, owns its directory and speaks; the others follow. Before the first step the program's
/// version, the configuration and the checksum of the images are compared, and the state is sent to all. Whatever fails
/// is agreed on, so that no rank waits for one that has left.
public final class TrainingJob {
  /// How the ranks speak with each other.
  public let exchange: any Exchange
  private let version: String
  private var stage = Stage.closed

  /// What the other ranks wait for.
  private enum Stage {
    /// The run.
    case closed
    /// The first step.
    case shared(TrainingState)
    /// The end.
    case ending
  }

  /// A job of processes of a version of the program.
  public init(_ exchange: any Exchange, version: String) {
    self.exchange = exchange
    self.version = version
  }

  /// Whether this process opens the run.
  public var leads: Bool { exchange.rank == 0 }

  /// Shares out the run of a session that is to end with a step.
  ///
  /// - Throws: ``GAN/RankCountError`` if its shards cannot be shared; ``GAN/OtherRankFailure``.
  public func share(_ session: TrainingSession, lastStep: Int) throws {
    let state = session.state
    _ = exchange.allGather(bytes: SharedRun(session, lastStep: lastStep).message(version: version))
    try agree { try state.join(exchange) }
    send(state)
    stage = state.step < lastStep ? .shared(state) : .ending
  }

  /// Follows the first rank, to the end of the training.
  ///
  /// - Returns: why that ended; `nil` if there was nothing to do.
  /// - Throws: ``RankError``, or what `makeContext`, building the networks, reading the images and training throw;
  ///   ``GAN/OtherRankFailure``.
  public func follow(
    _ makeContext: () throws -> ComputeContext, shouldSave: () -> Bool, shouldStop: () -> Bool
  ) throws -> TrainingEnding? {
    stage = .ending
    let message = exchange.allGather(bytes: [])[0]
    guard message != SharedRun.failure(version: version) else { throw OtherRankFailure() }
    let follower = try agree { try Follower(message, version: version, makeContext(), exchange) }
    receive(follower.state, step: follower.run.step, rollbacks: follower.run.rollbacks)
    guard follower.state.step < follower.run.lastStep else { return nil }
    return try follower.trainer.train(
      lastStep: follower.run.lastStep, observers: [], shouldSave: shouldSave, shouldStop: shouldStop)
  }

  /// Tells the ranks that wait for this one that it will not come, because of an error.
  public func giveUp() {
    switch stage {
    case .closed: if leads { _ = exchange.allGather(bytes: SharedRun.failure(version: version)) }
    case .shared(let state): state.giveUpBeginning()
    case .ending: break
    }
    stage = .ending
  }

  /// Ends the job, when all ranks do.
  ///
  /// - Parameter code: this process's exit code, 0 to 255.
  /// - Returns: the largest of all.
  public func end(_ code: Int32) -> Int32 {
    let codes = exchange.allGather(bytes: [UInt8(truncatingIfNeeded: code)])
    exchange.leave()
    return Int32(codes.compactMap(\.first).max() ?? 0)
  }

  /// Does what each rank must succeed in.
  private func agree<Result>(_ body: () throws -> Result) throws -> Result {
    let result = Swift.Result { try body() }
    let failed: Bool = if case .failure = result { true } else { false }
    if exchange.agree(failed ? 1 : 0) != 0 {
      stage = .ending
      _ = try result.get()
      throw OtherRankFailure()
    }
    return try result.get()
  }

  private func send(_ state: TrainingState) {
    for item in state.savedState(at: state.step) { _ = exchange.allGather(bytes: item.read().bytes) }
  }

  private func receive(_ state: TrainingState, step: Int, rollbacks: Int) {
    for item in state.savedState(at: step) {
      item.write(NamedState.Values(bytes: exchange.allGather(bytes: [])[0], item.kind))
    }
    (state.step, state.rollbacks) = (step, rollbacks)
    state.parametersDidChange()
  }
}

/// What a rank has that follows the first one.
private struct Follower {
  let run: SharedRun
  let state: TrainingState
  let trainer: Trainer

  init(_ message: [UInt8], version: String, _ context: ComputeContext, _ exchange: any Exchange) throws {
    run = try SharedRun(message: message, version: version)
    let images = try run.images()
    state = try TrainingState(run.configuration, context)
    try state.join(exchange)
    trainer = Trainer(state, images: images, context)
  }
}

extension NamedState.Values {
  /// The values as this machine has them in memory.
  fileprivate var bytes: [UInt8] {
    switch self {
    case .floats(let values): values.withUnsafeBytes { Array($0) }
    case .integers(let values): values.withUnsafeBytes { Array($0) }
    }
  }

  /// Reads what ``bytes`` of a machine of the same kind gave.
  fileprivate init(bytes: [UInt8], _ kind: NamedState.Kind) {
    func values<Value>(_ zero: Value) -> [Value] {
      var values = [Value](repeating: zero, count: bytes.count / MemoryLayout<Value>.stride)
      values.withUnsafeMutableBytes { $0.copyBytes(from: bytes.prefix($0.count)) }
      return values
    }
    switch kind {
    case .floats: self = .floats(values(Float(0)))
    case .integers: self = .integers(values(Int64(0)))
    }
  }
}
