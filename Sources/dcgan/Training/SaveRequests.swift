import Dispatch
import Platform
import Synchronization

/// Watches for SIGUSR1, which asks the run to save and go on, but for one that is ignored by whoever started it.
final class SaveRequests {
  /// Whether one came that was not taken yet.
  private final class Received: Sendable {
    let isThere = Atomic<Bool>(false)
  }

  private let received = Received()
  private let source: (any DispatchSourceSignal)?

  init() {
    source = Signals.hear(Signals.requestToSave) { [received] in received.isThere.store(true, ordering: .relaxed) }
  }

  deinit {
    source?.cancel()
    // What was not ignored before ends the process again.
    if source != nil { Signals.restoreDefault(Signals.requestToSave) }
  }

  /// Whether a save was asked for since the last call.
  func take() -> Bool { received.isThere.exchange(false, ordering: .relaxed) }
}
