/// The statistics of the batches of a network's passes in ``Mode/shard``, until the running ones move towards their
/// means.
///
/// A step makes several passes of every shard. Each pass moves the running statistics once, towards the means over the
/// shards of what they have in common with a whole batch: mean and unbiased variance of every channel.
package final class ShardStatistics {
  private let network: Sequential
  private let valuesPerPass: Int
  /// A row for each shard: what its passes noted, one after the other. Rows that others noted belong here before
  /// ``move()``.
  package var table: ShardTable
  /// The passes that each shard has noted.
  private var passes: [Int]

  /// Takes the memory for steps with at most so many passes of each shard.
  package init(of network: Sequential, shards: Int, maximumPasses: Int) {
    self.network = network
    valuesPerPass = network.statisticsCount
    table = ShardTable(shards: shards, columns: valuesPerPass * maximumPasses)
    passes = [Int](repeating: 0, count: shards)
  }

  /// Notes the statistics of the last pass as those of a shard's next one. It does not allocate.
  package func note(shard: Int) {
    network.noteStatistics(in: &table, shard: shard, from: passes[shard] * valuesPerPass)
    passes[shard] += 1
  }

  /// Moves the running statistics, once for each pass, and begins anew. It does not allocate.
  package func move() {
    for pass in 0..<(passes.max() ?? 0) { network.moveStatistics(towards: table, from: pass * valuesPerPass) }
    for shard in passes.indices { passes[shard] = 0 }
  }
}

extension Sequential {
  /// The numbers that a pass in ``Mode/shard`` notes.
  var statisticsCount: Int { layers.reduce(0) { $0 + $1.statisticsCount } }

  /// Writes the statistics of the last pass, layer by layer, to a shard's row.
  fileprivate func noteStatistics(in table: inout ShardTable, shard: Int, from column: Int) {
    var column = column
    for layer in layers {
      layer.noteStatistics(in: &table, shard: shard, from: column)
      column += layer.statisticsCount
    }
  }

  /// Moves the running statistics towards the means of what the shards noted.
  fileprivate func moveStatistics(towards table: ShardTable, from column: Int) {
    var column = column
    for layer in layers {
      layer.moveStatistics(towards: table, from: column)
      column += layer.statisticsCount
    }
  }
}
