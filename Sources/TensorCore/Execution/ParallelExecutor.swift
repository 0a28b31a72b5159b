import Dispatch
import Platform
import Synchronization

/// Runs loops whose iterations are independent on several threads.
///
/// Each worker begins with a share of its own, the same images in every loop over them, so that it finds what it wrote in
/// its own core's cache; then it helps with what others have left of theirs. So which worker runs an iteration is not
/// determined; callers make the result independent of it. Loops are not nested and an executor runs one at a time.
public final class ParallelExecutor: Sendable {
  /// The order in which iterations are handed out.
  public enum Order: Sendable {
    /// From the first to the last.
    case ascending
    /// Scattered by a stride, for tests that the order does not matter.
    case scattered(seed: Int)
  }

  /// The number of workers.
  public let threads: Int
  /// The workers that can be at work at the same time: libdispatch starts no more threads than there are processors,
  /// besides the one that calls.
  package let runningThreads: Int
  private let order: Order
  private let shares: [Share]

  /// A stretch of a loop's iterations.
  private final class Share: Sendable {
    /// The first that nobody has taken.
    let next = Atomic<Int>(0)
  }

  /// The workers that stand by. Written and read by the thread that calls this executor.
  private nonisolated(unsafe) var team: WorkerTeam?

  /// Creates an executor with at least one worker.
  public init(threads: Int, order: Order = .ascending) {
    precondition(threads >= 1, "an executor has a worker")
    self.threads = threads
    runningThreads = min(threads, Processors.allowedCount + 1)
    self.order = order
    shares = (0..<threads).map { _ in Share() }
  }

  /// Calls `body` once for every iteration `0 ..< count`, and returns when all are done.
  public func forEach(_ count: Int, _ body: @Sendable (_ iteration: Int) -> Void) {
    forEach(count) { iteration, _ in body(iteration) }
  }

  /// The same with the number of the worker, below ``threads``, for memory of its own.
  public func forEach(_ count: Int, _ body: @Sendable (_ iteration: Int, _ worker: Int) -> Void) {
    let workers = min(threads, count)
    if workers <= 1 {
      for iteration in 0..<count { body(position(iteration, count), 0) }
      return
    }
    let shares = shares
    for worker in 0..<workers { shares[worker].next.store(worker * count / workers, ordering: .relaxed) }
    @Sendable func work(_ worker: Int) {
      for turn in 0..<workers {
        let share = (worker + turn) % workers
        let end = (share + 1) * count / workers
        while true {
          let iteration = shares[share].next.wrappingAdd(1, ordering: .relaxed).oldValue
          if iteration >= end { break }
          body(position(iteration, count), worker)
        }
      }
    }
    if let team {
      team.lead(work)
    } else {
      DispatchQueue.concurrentPerform(iterations: workers, execute: work)
    }
  }

  /// The fewest parts of at most `limit` each that `count` can be cut into so that every worker has as many.
  ///
  /// They depend on the number of threads: for loops in which no result depends on them.
  package func parts(of count: Int, atMost limit: Int) -> Int {
    let parts = (count + limit - 1) / limit
    return min(count, (parts + runningThreads - 1) / runningThreads * runningThreads)
  }

  /// Calls `body`, whose loops find the workers standing by: much faster for many short loops than waking them each
  /// time.
  ///
  /// The workers watch for loops all the time, so `body` is to do little else.
  public func withWorkersStandingBy<Result>(_ body: () throws -> Result) rethrows -> Result {
    if threads == 1 || team != nil { return try body() }
    let team = WorkerTeam()
    DispatchQueue.global().async { [threads] in
      DispatchQueue.concurrentPerform(iterations: threads - 1) { team.serve(as: $0 + 1) }
    }
    self.team = team
    defer {
      self.team = nil
      team.end()
    }
    return try body()
  }

  private func position(_ iteration: Int, _ count: Int) -> Int {
    switch order {
    case .ascending: return iteration
    case .scattered(let seed):
      let remainder = seed % count
      let start = remainder < 0 ? remainder + count : remainder
      var stride = start | 1
      while greatestCommonDivisor(stride, count) != 1 { stride += 2 }
      return (iteration * stride + start) % count
    }
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  b == 0 ? a : greatestCommonDivisor(b, a % b)
}
