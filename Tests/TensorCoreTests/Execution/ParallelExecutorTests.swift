import Platform
import Synchronization
import TensorCore
import Testing

struct ParallelExecutorTests {
  static let orders: [ParallelExecutor.Order] =
    [.ascending] + [0, 1, 2, 3, 12, 345, -1, -20, .max, .min].map { .scattered(seed: $0) }

  /// Counts how often each iteration runs.
  private final class Counter: Sendable {
    private let counts = Locked<[Int: Int]>([:])

    func add(_ iteration: Int) {
      counts.withLock { $0[iteration, default: 0] += 1 }
    }

    func addAndCount(_ iteration: Int) -> Int {
      counts.withLock { counts in
        counts[iteration, default: 0] += 1
        return counts[iteration, default: 0]
      }
    }

    func remove(_ iteration: Int) {
      counts.withLock { $0[iteration, default: 0] -= 1 }
    }

    var byIteration: [Int: Int] { counts.withLock { $0 } }
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

  @Test(arguments: [1, 2, 3, 7, 16])
  func everyIterationRunsOnceByWorkersStandingBy(threads: Int) {
    for order in Self.orders {
      let executor = ParallelExecutor(threads: threads, order: order)
      let counts = Array(0...20) + [64, 97, 210]
      let found = executor.withWorkersStandingBy {
        counts.map { count in
          let counter = Counter()
          executor.forEach(count) { counter.add($0) }
          return counter.byIteration
        }
      }
      for (count, byIteration) in zip(counts, found) {
        let once = Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, 1) })
        #expect(byIteration == once, "\(count) iterations, \(threads) workers, \(order)")
      }
    }
  }

  /// Loops so short that workers often come when one is closing or the next has opened.
  @Test(arguments: [2, 3, 5])
  func manyShortLoopsAreComplete(threads: Int) {
    let executor = ParallelExecutor(threads: threads)
    let sums = (0..<20).map { round in
      executor.withWorkersStandingBy {
        (0..<2_000).filter { loop in
          let sum = Atomic<Int>(0)
          executor.forEach(1 + loop % 7) { sum.add($0 + round, ordering: .relaxed) }
          let last = loop % 7
          return sum.load(ordering: .relaxed) != last * (last + 1) / 2 + (last + 1) * round
        }.count
      }
    }
    #expect(sums == Array(repeating: 0, count: 20))
  }

  /// A loop that begins while others still do something for the one before would see values of both.
  @Test func loopsDoNotOverlap() {
    let executor = ParallelExecutor(threads: 4)
    let values = UnsafeCounters(count: 64)
    executor.withWorkersStandingBy {
      for loop in 0..<3_000 {
        executor.forEach(64) { values.set($0, from: loop) }
      }
    }
    #expect(values.all == Array(repeating: 3_000, count: 64))
  }

  /// Numbers without a lock, each of which counts up by one a loop if every loop sees what the last has written.
  private final class UnsafeCounters: @unchecked Sendable {
    private let numbers: UnsafeMutableBufferPointer<Int>

    init(count: Int) {
      numbers = .allocate(capacity: count)
      numbers.initialize(repeating: 0)
    }

    deinit { numbers.deallocate() }

    func set(_ index: Int, from loop: Int) {
      if numbers[index] == loop { numbers[index] = loop + 1 }
    }

    var all: [Int] { Array(numbers) }
  }

  /// Two workers of one number would find it taken.
  @Test(arguments: [2, 3, 8])
  func noTwoWorkersShareANumber(threads: Int) {
    let executor = ParallelExecutor(threads: threads)
    let taken = Counter()
    let misused = Counter()
    executor.withWorkersStandingBy {
      for _ in 0..<500 {
        executor.forEach(4 * threads) { _, worker in
          if worker >= threads || taken.addAndCount(worker) != 1 { misused.add(worker) }
          taken.remove(worker)
        }
      }
    }
    #expect(misused.byIteration.isEmpty)
  }

  @Test func standingByIsNotNeededTwice() {
    let executor = ParallelExecutor(threads: 2)
    let sum = executor.withWorkersStandingBy {
      executor.withWorkersStandingBy {
        let sum = Atomic<Int>(0)
        executor.forEach(10) { sum.add($0, ordering: .relaxed) }
        return sum.load(ordering: .relaxed)
      }
    }
    #expect(sum == 45)
    let after = Counter()
    executor.forEach(5) { after.add($0) }
    #expect(after.byIteration.count == 5)
  }

  private func sequence(_ count: Int, _ order: ParallelExecutor.Order) -> [Int] {
    let iterations = Locked<[Int]>([])
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
    let ranges = Locked<[Range<Int>]>([])
    try ComputeContext(threads: 1).forEachRange(count, chunk: chunk) { range in
      ranges.withLock { $0.append(range) }
    }
    let found = ranges.withLock { $0 }
    #expect(found.flatMap { Array($0) } == Array(0..<count))
    #expect(found.dropLast().allSatisfy { $0.count == chunk })
  }
}
