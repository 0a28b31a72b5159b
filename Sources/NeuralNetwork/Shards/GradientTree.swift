import TensorCore

/// Adds up the gradients of a batch's shards by one fixed binary tree: the shards' in pairs, then these sums in pairs,
/// and so on. Whoever holds a subtree of the shards can add it up alone, and the sum of the sums has the same bits.
///
/// The shards come one after the other, as a binary counter counts: at most one sum of each level waits for its
/// neighbour, log2 of the shards' number in all.
package final class GradientTree {
  private let shards: Int
  private let waiting: [Tensor]
  private let context: ComputeContext
  /// The shards that were added.
  private var count = 0

  /// Takes the memory for the gradients of any of some networks.
  ///
  /// - Parameters:
  ///   - shards: how many there are, a power of two.
  ///   - networks: networks made for training.
  ///   - context: where to compute.
  package init(shards: Int, _ networks: [Sequential], _ context: ComputeContext) {
    precondition(shards > 0 && shards & (shards - 1) == 0, "a binary tree has a power of two of leaves")
    self.shards = shards
    self.context = context
    let size = networks.map(\.parameters.values.count).max() ?? 0
    waiting = (0..<shards.trailingZeroBitCount).map { _ in Tensor(count: size) }
  }

  /// Takes in the gradients of the next shard, which a network holds. After the last one the network holds the sum of
  /// all.
  package func add(_ network: Sequential) {
    guard let gradients = network.parameters.training?.gradients else {
      preconditionFailure("only a network made for training has gradients")
    }
    var level = 0
    while count >> level & 1 == 1 {
      context.add(part(level, gradients), times: 1, to: gradients)
      level += 1
    }
    count += 1
    if count == shards {
      count = 0
    } else {
      part(level, gradients).copy(from: gradients)
    }
  }

  /// The waiting sum of a level.
  private func part(_ level: Int, _ gradients: Tensor) -> Tensor {
    waiting[level].window(start: 0, shape: gradients.shape)
  }

  /// What it takes for networks with so many parameters, in floats.
  package static func memory(shards: Int, parameterCounts: [Double]) -> Double {
    Double(shards.trailingZeroBitCount) * (parameterCounts.max() ?? 0)
  }
}
