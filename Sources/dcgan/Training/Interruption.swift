import CommandLineKit
import Dispatch
import Foundation
import Platform
import Synchronization

/// Watches for SIGINT, SIGTERM and SIGHUP, but for those that `nohup` or the like has ignored. The first asks the run
/// to stop after its step; a second one, of whichever kind, ends the process at once, which costs no checkpoint: they
/// are replaced as a whole.
final class Interruption {
  /// The number of the signal that came, or 0.
  private final class Received: Sendable {
    let signal = Atomic<Int32>(0)
  }

  private let received = Received()
  private let sources: [any DispatchSourceSignal]
  /// The numbers of the signals.
  let watched: [Int32]

  init() {
    let watched = Signals.requestsToEnd.filter { !Signals.isIgnored($0) }
    self.watched = watched
    sources = watched.compactMap { [received] number in
      Signals.hear(number) {
        let isFirst = received.signal.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged
        if !isFirst { Signals.endProcessNow(number) }
        watched.forEach(Signals.endProcess(at:))
      }
    }
  }

  deinit {
    for source in sources { source.cancel() }
    watched.forEach(Signals.restoreDefault)
  }

  var wasRequested: Bool { received.signal.load(ordering: .relaxed) != 0 }

  /// 128 plus the signal's number, as shells have it.
  var exitCode: ExitCode { ExitCode(rawValue: 128 + received.signal.load(ordering: .relaxed)) }
}
