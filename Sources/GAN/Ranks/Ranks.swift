import NeuralNetwork
import TensorCore

/// The ranks that a training is shared out among, seen from one of them.
///
/// Each rank holds a subtree of a batch's shards, and owns a part of every network's parameters: there it adds the
/// upper levels of the tree, and Adam changes them. A rank sends 2 (R - 1) / R times the parameters in a step of a
/// network of N, once as gradients and once changed: what a ring takes, too.
final class Ranks {
  let exchange: any Exchange
  /// The parts of gradients that this rank owns, from every rank.
  private let received: Tensor
  private let context: ComputeContext
  /// Whether the first step was agreed on.
  var hasBegun = false

  /// Takes the memory for the exchange of some networks' gradients.
  init(_ exchange: any Exchange, _ networks: [Sequential], _ context: ComputeContext) {
    self.exchange = exchange
    self.context = context
    let sizes = networks.map { RankParts(count: $0.parameters.values.count, ranks: exchange.ranks)[0].count }
    received = Tensor(count: exchange.ranks * (sizes.max() ?? 0))
  }

  /// The shards of this rank.
  func ownShards(of shards: Int) -> Range<Int> {
    let count = shards / exchange.ranks
    return exchange.rank * count..<(exchange.rank + 1) * count
  }

  /// Adds up the gradients of all ranks, and makes an optimiser's step, each rank its part.
  func step(_ optimizer: Adam) {
    let network = optimizer.network
    guard let gradients = network.parameters.training?.gradients else {
      preconditionFailure("only a network made for training is optimised")
    }
    let parts = RankParts(count: gradients.count, ranks: exchange.ranks)
    exchange.allToAll(gradients, parts, into: received)
    addReceived(to: gradients, parts[exchange.rank])
    // A layer that completes its gradient needs all of it.
    if network.completesGradients { exchange.allGather(gradients, parts) }
    optimizer.step(changing: parts[exchange.rank]) { exchange.allGather($0, parts) }
    optimizer.isFinite = exchange.agree(optimizer.isFinite ? 0 : 1) == 0
  }

  /// Adds what was received to the part of this rank, by the upper levels of the tree.
  private func addReceived(to gradients: Tensor, _ part: Range<Int>) {
    guard !part.isEmpty else { return }
    let shape = Shape(channels: part.count)
    let (own, size) = (exchange.rank, part.count)
    /// Where the sum of a subtree lies that has so many ranks: in place, if this rank is one of them, or where the
    /// gradients of its first rank were received.
    func sum(_ first: Int, _ ranks: Int) -> Tensor {
      (first..<first + ranks).contains(own)
        ? gradients.window(start: part.lowerBound, shape: shape)
        : received.window(start: first * size, shape: shape)
    }
    var ranks = 1
    while ranks < exchange.ranks {
      for first in stride(from: 0, to: exchange.ranks, by: 2 * ranks) {
        let (left, right) = (sum(first, ranks), sum(first + ranks, ranks))
        // A sum of two has the same bits either way round.
        if (first + ranks..<first + 2 * ranks).contains(own) {
          context.add(left, times: 1, to: right)
        } else {
          context.add(right, times: 1, to: left)
        }
      }
      ranks *= 2
    }
  }

  /// Brings the moments of all parts to every rank: for a copy or a save of the whole state.
  func gatherMoments(_ optimizers: [Adam]) {
    for optimizer in optimizers {
      guard let training = optimizer.network.parameters.training else { continue }
      let parts = RankParts(count: training.firstMoments.count, ranks: exchange.ranks)
      exchange.allGather(training.firstMoments, parts)
      exchange.allGather(training.secondMoments, parts)
    }
  }
}

/// A number of ranks that a batch's shards cannot be shared out among.
public struct RankCountError: Error, Equatable, CustomStringConvertible {
  /// The ranks.
  public let ranks: Int
  /// The shards of a batch.
  public let shards: Int

  /// Refuses a number of ranks that so many shards cannot be shared out among.
  public static func check(ranks: Int, shards: Int) throws(RankCountError) {
    guard ranks > 0, ranks & (ranks - 1) == 0, shards.isMultiple(of: ranks) else {
      throw RankCountError(ranks: ranks, shards: shards)
    }
  }

  /// A sentence.
  public var description: String {
    "A batch of \(shards) \(shards == 1 ? "shard" : "shards") cannot be shared out among \(ranks) processes: their number "
      + "must be a power of two that divides that of the shards."
  }
}

extension TrainingState {
  /// Shares the training out among ranks, all of which have the same state.
  ///
  /// - Throws: ``RankCountError`` if its shards cannot be divided.
  public func join(_ exchange: any Exchange) throws(RankCountError) {
    try RankCountError.check(ranks: exchange.ranks, shards: configuration.shards)
    share(out: Ranks(exchange, [generator.network, discriminator.network], context))
  }
}
