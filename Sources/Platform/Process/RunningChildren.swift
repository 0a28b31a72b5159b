import Foundation
import Synchronization

/// The processes that this one has started and that have not ended, for the moment at which it ends before them.
enum RunningChildren {
  /// So many at a time. What comes beyond them is not asked.
  private static let placeCount = 64
  /// Numbers of processes, or 0, that do not move, for a handler of signals may not ask for memory.
  private nonisolated(unsafe) static let numbers = {
    let numbers = UnsafeMutablePointer<Atomic<pid_t>>.allocate(capacity: placeCount)
    for place in 0..<placeCount { (numbers + place).initialize(to: Atomic(0)) }
    return numbers
  }()
  private static let isPrepared = Atomic<Bool>(false)

  static func add(_ number: pid_t) {
    _ = numbers
    isPrepared.store(true, ordering: .releasing)
    replace(0, by: number)
  }

  static func remove(_ number: pid_t) { replace(number, by: 0) }

  private static func replace(_ old: pid_t, by new: pid_t) {
    for place in 0..<placeCount
    where numbers[place].compareExchange(expected: old, desired: new, ordering: .relaxed).exchanged { return }
  }

  /// Asks all of them to end. May be called in a handler of signals.
  static func askToEnd() {
    guard isPrepared.load(ordering: .acquiring) else { return }
    for place in 0..<placeCount {
      let number = numbers[place].load(ordering: .relaxed)
      if number > 0 { kill(number, SIGTERM) }
    }
  }
}
