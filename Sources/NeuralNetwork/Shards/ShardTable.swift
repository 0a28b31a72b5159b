/// Numbers that every shard of a batch gives: a row for each shard. Their means are taken over the shards in order, so
/// that they are the same bits wherever the rows were computed.
package struct ShardTable {
  /// The rows.
  package let shards: Int
  /// The numbers of a row.
  package let columns: Int
  /// All numbers, row by row.
  package var values: [Double]

  /// A table of zeros.
  package init(shards: Int, columns: Int) {
    precondition(shards > 0, "a batch has a shard")
    self.shards = shards
    self.columns = columns
    values = [Double](repeating: 0, count: shards * columns)
  }

  /// A shard's number.
  package subscript(shard: Int, column: Int) -> Double {
    get { values[shard * columns + column] }
    set { values[shard * columns + column] = newValue }
  }

  /// The mean of a column.
  package func mean(_ column: Int) -> Double {
    var sum = 0.0
    for shard in 0..<shards { sum += self[shard, column] }
    return sum / Double(shards)
  }
}
