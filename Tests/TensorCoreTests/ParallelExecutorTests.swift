import Foundation
import Synchronization
import TensorCore
import Testing

@Suite struct ParallelExecutorTests {
  static let orders: [ParallelExecutor.Order] =
    [.ascending] + [0, 1, 2, 3, 12, 345, -1, -20, .max, .min].map { .scattered(seed: $0) }

  /// Counts how often each iteration runs. Its lock is not a `Mutex`, whose locking the thread sanitizer does not see.
  private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var counts: [Int: Int] = [:]

    func add(_ iteration: Int) {
      lock.withLock { counts[iteration, default: 0] += 1 }
    }

    var byIteration: [Int: Int] { lock.withLock { counts } }
  }

  @Test(arguments: [1, 2, 3, 7, 16])
  func everyIterationRunsOnce(threads: Int) {
    for order in Self.orders {
      let executor = ParallelExecutor(threads: threads, order: order)
      // One executor after another loop: its counter starts anew.
      for count in Array(0...20) + [64, 97, 210] {
        let counter = Counter()
        executor.forEach(count) { counter.add($0) }
        let once = Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, 1) })
        #expect(counter.byIteration == once, "\(count) iterations, \(threads) workers, \(order)")
      }
    }
  }

  private func sequence(_ count: Int, _ order: ParallelExecutor.Order) -> [Int] {
    let iterations: Mutex<[Int]> = Mutex([])
    ParallelExecutor(threads: 1, order: order).forEach(count) { iteration in
      iterations.withLock { $0.append(iteration) }
    }
    return iterations.withLock { $0 }
  }

  @Test func oneWorkerGoesInOrder() {
    #expect(sequence(9, .ascending) == Array(0..<9))
  }

  @Test func scatteredOrdersAreNotAscending() {
    #expect(sequence(9, .scattered(seed: 12)) != Array(0..<9))
    #expect(sequence(9, .scattered(seed: 12)) != sequence(9, .scattered(seed: 11)))
  }

  @Test(arguments: [(0, 5), (1, 5), (5, 5), (6, 5), (14, 5)])
  func rangesCoverTheCount(count: Int, chunk: Int) throws {
    let ranges: Mutex<[Range<Int>]> = Mutex([])
    try ComputeContext(threads: 1).forEachRange(count, chunk: chunk) { range in
      ranges.withLock { $0.append(range) }
    }
    let found = ranges.withLock { $0 }
    #expect(found.flatMap { Array($0) } == Array(0..<count))
    #expect(found.dropLast().allSatisfy { $0.count == chunk })
  }
}
