import CommandLineKit
import Dispatch
import Foundation
import Synchronization

/// Watches for SIGINT, SIGTERM and SIGHUP, but for those that `nohup` or the like has ignored. The first asks the run to stop
/// after its step; a second one, of whichever kind, ends the process at once, which costs no checkpoint: they are replaced as
/// a whole.
final class Interruption {
  /// The number of the signal that came, or 0.
  private final class Received: Sendable {
    let signal = Atomic<Int32>(0)
  }

  private let received = Received()
  private let sources: [any DispatchSourceSignal]

  init() {
    let watched = [SIGINT, SIGTERM, SIGHUP].filter { Self.address(signal($0, SIG_IGN)) != Self.address(SIG_IGN) }
    sources = watched.map { [received] number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        let isFirst = received.signal.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged
        if !isFirst { _exit(128 + number) }
        for other in watched { signal(other) { _exit(128 + $0) } }
      }
      source.resume()
      return source
    }
  }

  /// Signal handlers can be compared by their addresses alone: `SIG_IGN` is a number in the place of one.
  private static func address<Handler>(_ handler: Handler) -> Int { unsafeBitCast(handler, to: Int.self) }

  deinit {
    for source in sources {
      source.cancel()
      signal(Int32(source.handle), SIG_DFL)
    }
  }

  var wasRequested: Bool { received.signal.load(ordering: .relaxed) != 0 }

  /// 128 plus the signal's number, as shells have it.
  var exitCode: ExitCode { ExitCode(rawValue: 128 + received.signal.load(ordering: .relaxed)) }
}
