import Dispatch
import Foundation

/// Signals that a program wants to hear of otherwise, or not at all.
package enum Signals {
  /// The requests to end: Control-C, `kill` and `docker stop`, a terminal that is closed.
  package static let requestsToEnd = [SIGINT, SIGTERM, SIGHUP]

  /// The request to save and go on: `kill -USR1`.
  package static let requestToSave = SIGUSR1

  /// Ignores `SIGPIPE` and `SIGXFSZ`, so that a closed pipe or a file of the largest allowed size is an error one can
  /// handle.
  package static func turnFailedWritesIntoErrors() {
    ignore(SIGPIPE)
    ignore(SIGXFSZ)
  }

  /// As the first process of a container, ends at requests to end: for that one, the kernel ignores what has no
  /// handler.
  package static func endWhenAskedAsFirstProcess() {
    guard getpid() == 1 else { return }
    for number in requestsToEnd where !ignore(number) { endProcess(at: number) }
  }

  /// Ends at once when the terminal asks for that, as by Control-backslash (`SIGQUIT`), with a core dump where the user
  /// wants one: the runtime of Swift takes that for a crash, and would print where each thread stands.
  package static func quitWhenAsked() {
    guard !isIgnored(SIGQUIT) else { return }
    signal(SIGQUIT) { number in
      Signals.leaveNothing()
      // The first process of a container does not end by a signal that has no handler.
      if getpid() == 1 { _exit(128 + number) }
      signal(number, SIG_DFL)
      raise(number)
    }
    // As those that end a process otherwise are when they are handled.
    unblock(SIGQUIT)
  }

  /// Ignores a signal, and returns whether it was ignored before, as `nohup` does.
  @discardableResult
  package static func ignore(_ number: Int32) -> Bool { address(signal(number, SIG_IGN)) == address(SIG_IGN) }

  /// Has a handler told of a signal from now on, on a queue, where all is allowed.
  ///
  /// - Returns: What it is told by, until that is cancelled; `nil` if the signal was ignored before, as `nohup` does.
  package static func hear(_ number: Int32, _ handler: @escaping @Sendable () -> Void) -> (any DispatchSourceSignal)? {
    guard !isIgnored(number) else { return nil }
    #if !os(Linux)
      // Here a queue hears of signals that are ignored, and of others too late.
      ignore(number)
    #endif
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
    source.setEventHandler(handler: handler)
    // It is heard of only once the queue's own handler is there.
    let isThere = DispatchSemaphore(value: 0)
    source.setRegistrationHandler { isThere.signal() }
    source.resume()
    isThere.wait()
    unblock(number)
    return source
  }

  /// Whether a signal is ignored, as `nohup` has it.
  package static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    #if os(Linux)
      return address(action.__sigaction_handler.sa_handler) == address(SIG_IGN)
    #else
      return address(action.__sigaction_u.__sa_handler) == address(SIG_IGN)
    #endif
  }

  /// Ends the process at once with 128 plus the signal's number, as shells have it, whenever it comes from now on.
  package static func endProcess(at number: Int32) { signal(number) { Signals.endProcessNow($0) } }

  /// Ends the process as a signal would that has come.
  package static func endProcessNow(_ number: Int32) -> Never {
    leaveNothing()
    _exit(128 + number)
  }

  /// What a process has to do that ends in a handler of signals.
  private static func leaveNothing() {
    ScreenRestoration.perform()
    UnfinishedFiles.removeAll()
    RunningChildren.askToEnd()
  }

  /// Handles a signal in a way of its own, unless somebody does already or it is ignored. It is no longer blocked then: a
  /// process inherits that from the thread of its parent that starts it, and threads of libdispatch block all signals.
  static func handleIfDefault(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    let before = signal(number, handler)
    guard address(before) == address(SIG_DFL) else {
      signal(number, before)
      return
    }
    unblock(number)
  }

  private static func unblock(_ number: Int32) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Lets the system do what it does by itself, once unfinished files are removed.
  package static func restoreDefault(_ number: Int32) {
    signal(number, SIG_DFL)
    UnfinishedFiles.hearAgain(number)
  }

  /// Signal handlers can be compared by their addresses alone: `SIG_IGN` is a number in the place of one.
  private static func address<Handler>(_ handler: Handler) -> Int { unsafeBitCast(handler, to: Int.self) }
}
