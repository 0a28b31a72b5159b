import CommandLineKit
import Dispatch
import Foundation
import Synchronization

/// Watches for SIGINT and SIGTERM. The first asks the run to stop after its step; a second one ends the process at once.
final class Interruption {
  /// The number of the signal that came, or 0.
  private final class Received: Sendable {
    let signal = Atomic<Int32>(0)
  }

  private let received = Received()
  private let sources: [any DispatchSourceSignal]

  init() {
    sources = [SIGINT, SIGTERM].map { [received] number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        received.signal.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
      source.resume()
      return source
    }
  }

  deinit {
    sources.forEach { $0.cancel() }
  }

  var wasRequested: Bool { received.signal.load(ordering: .relaxed) != 0 }

  /// 128 plus the signal's number, as shells have it.
  var exitCode: ExitCode { ExitCode(rawValue: 128 + received.signal.load(ordering: .relaxed)) }
}
