import Foundation
import Synchronization

/// How often the process has gone on after it was stopped, as by Control-Z: meanwhile, others wrote to its terminal.
package enum Continuations {
  private static let counter = Atomic<Int>(0)
  private static let isHeard: Void = {
    // There before the handler, which must not be the first to ask for it.
    _ = counter.load(ordering: .relaxed)
    Signals.handleIfDefault(SIGCONT) { _ in Continuations.counter.add(1, ordering: .relaxed) }
  }()

  /// The number since this was asked for the first time.
  package static var count: Int {
    isHeard
    return counter.load(ordering: .relaxed)
  }
}
