import CProcessor
import Foundation
import Synchronization

/// Workers that wait for loops by watching a counter, not by sleeping.
///
/// To wake a sleeping thread takes 30 to 50 microseconds on the machines measured, and a training step has a hundred
/// loops, many of which last no longer than that.
///
/// Worker 0 leads: it opens a loop, takes part in it, closes it and waits for those that are inside. A worker that
/// comes late finds the loop closed, and nobody waits for it, not even at the end.
final class WorkerTeam: Sendable {
  /// What the workers of a loop do until no iteration is left.
  typealias Work = @Sendable (_ worker: Int) -> Void

  /// Whether a loop is open, whether there will be no more, how many workers other than the leader are inside, and the
  /// loop's number, from the lowest bit up.
  private let state = Atomic<Int>(0)
  private static let open = 1
  private static let ended = 2
  private static let oneInside = 4
  private static let insideMask = 0xffff * oneInside
  private static let oneLoop = 0x10000 * oneInside

  /// Written by the leader while no other worker is inside, read by those inside.
  private nonisolated(unsafe) var work: Work?

  /// Shares a loop among the leader, who calls this, and the workers that ``serve(as:)``. Takes 32 bytes of memory
  /// meanwhile, since what other threads are handed has to escape.
  func lead(_ body: Work) {
    withoutActuallyEscaping(body) { work in
      self.work = work
      let loop = (state.load(ordering: .relaxed) & ~(Self.oneLoop - 1)) &+ Self.oneLoop
      state.store(loop | Self.open, ordering: .releasing)
      runWork(as: 0)
      state.bitwiseAnd(~Self.open, ordering: .relaxed)
      var patience = Patience()
      while state.load(ordering: .acquiring) & Self.insideMask != 0 { patience.wait() }
      self.work = nil
    }
  }

  /// Takes part in the leader's loops until there will be no more.
  func serve(as worker: Int) {
    var seen = 0
    var patience = Patience()
    while true {
      let now = state.load(ordering: .relaxed)
      if now & Self.ended != 0 { return }
      let loop = now & ~(Self.oneLoop - 1)
      guard now & Self.open != 0, loop != seen,
        state.weakCompareExchange(expected: now, desired: now + Self.oneInside, ordering: .acquiring).exchanged
      else {
        patience.wait()
        continue
      }
      runWork(as: worker)
      state.subtract(Self.oneInside, ordering: .releasing)
      seen = loop
      patience = Patience()
    }
  }

  /// Sends the workers home. The leader calls it outside loops.
  func end() {
    state.store(Self.ended, ordering: .releasing)
  }

  /// A function of its own, so that no reference to the work is left when it returns.
  @inline(never) private func runWork(as worker: Int) {
    work?(worker)
  }
}

/// Waits awake at first, then lets other threads have the core.
private struct Patience {
  private var turns = 0
  /// Some tens of microseconds on x86-64.
  private static let awake = 2000

  mutating func wait() {
    if turns < Self.awake {
      turns += 1
      spin_loop_hint()
    } else {
      sched_yield()
    }
  }
}
