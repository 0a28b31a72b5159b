import Foundation
import GAN
import TensorCore

/// Ranks that are threads of this process: what a test of ranks needs in place of a cluster.
package enum LocalJob {
  /// Runs `body` for each of so many ranks at the same time.
  ///
  /// - Returns: what it returns, in the order of the ranks.
  /// - Throws: the error of the first rank that threw one.
  package static func run<Result: Sendable>(
    ranks: Int, _ body: @escaping @Sendable (any Exchange) throws -> Result
  ) throws -> [Result] {
    let table = MeetingTable(ranks: ranks)
    let results = Results<Result>(count: ranks)
    let group = DispatchGroup()
    for rank in 0..<ranks {
      group.enter()
      let thread = Thread {
        let result = Swift.Result { try body(LocalExchange(rank: rank, table: table)) }
        results.set(rank, result)
        group.leave()
      }
      // As much as the main thread has.
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    return try results.values.map { try $0.get() }
  }
}

private final class Results<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var entries: [Result<Value, any Error>?]

  init(count: Int) { entries = Array(repeating: nil, count: count) }

  func set(_ rank: Int, _ result: Result<Value, any Error>) { lock.withLock { entries[rank] = result } }

  var values: [Result<Value, any Error>] { lock.withLock { entries.compactMap { $0 } } }
}

/// Where threads put down what they have for each other.
private final class MeetingTable: @unchecked Sendable {
  let ranks: Int
  private let condition = NSCondition()
  private var waiting = 0
  private var round = 0
  /// What each rank has put down.
  private var items: [Any?]

  init(ranks: Int) {
    self.ranks = ranks
    items = Array(repeating: nil, count: ranks)
  }

  /// Waits until all ranks have come.
  private func meet() {
    condition.lock()
    defer { condition.unlock() }
    waiting += 1
    if waiting == ranks {
      waiting = 0
      round += 1
      return condition.broadcast()
    }
    let own = round
    while own == round { condition.wait() }
  }

  /// Puts an item down, hands those of all ranks to `body`, and returns when every rank is done.
  func exchange<Item>(_ rank: Int, _ item: Item, _ body: ([Item]) -> Void) {
    condition.withLock { items[rank] = item }
    meet()
    let all = condition.withLock { items.compactMap { $0 as? Item } }
    meet()
    body(all)
    meet()
  }
}

private final class LocalExchange: Exchange {
  let rank: Int
  var ranks: Int { table.ranks }
  private let table: MeetingTable

  init(rank: Int, table: MeetingTable) {
    self.rank = rank
    self.table = table
  }

  func allToAll(_ values: Tensor, _ parts: RankParts, into received: Tensor) {
    let part = parts[rank]
    table.exchange(rank, values.values) { all in
      for (rank, values) in all.enumerated() where rank != self.rank && !part.isEmpty {
        received.window(start: rank * part.count, shape: Shape(channels: part.count)).values = Array(values[part])
      }
    }
  }

  func allGather(_ values: Tensor, _ parts: RankParts) {
    let own = parts[rank]
    table.exchange(rank, Array(values.values[own])) { all in
      for (rank, part) in all.enumerated() where rank != self.rank && !part.isEmpty {
        values.window(start: parts[rank].lowerBound, shape: Shape(channels: part.count)).values = part
      }
    }
  }

  func allGather(_ values: inout [Double]) {
    let count = values.count / ranks
    var gathered: [Double] = []
    table.exchange(rank, Array(values[rank * count..<(rank + 1) * count])) { gathered = $0.flatMap { $0 } }
    values = gathered
  }

  func allGather(bytes: [UInt8]) -> [[UInt8]] {
    var gathered: [[UInt8]] = []
    table.exchange(rank, bytes) { gathered = $0 }
    return gathered
  }

  func agree(_ flags: UInt32) -> UInt32 {
    var agreed: UInt32 = 0
    table.exchange(rank, flags) { agreed = $0.reduce(0, |) }
    return agreed
  }

  func leave() {}
}
