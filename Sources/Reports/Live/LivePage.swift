import Foundation
import Platform
import Runs
import Synchronization

/// A page on a run at work, on a port of this machine alone, from when it begins until it is ended.
///
/// It works on a thread of its own that runs with what training leaves, only reads files, and shares nothing with the
/// training: it cannot change what comes of it.
public final class LivePage: Sendable {
  private let listener: LoopbackListener
  private let wake: (reading: Int32, writing: Int32)
  private let hasBegun = Atomic<Bool>(false)
  private let isOver = Atomic<Bool>(false)
  private let done = DispatchSemaphore(value: 0)

  /// Takes a port; one that is free if it is 0.
  ///
  /// - Throws: ``LivePageError``.
  public init(port: UInt16) throws(LivePageError) {
    do {
      listener = try LoopbackListener(port: port)
    } catch {
      throw LivePageError(port: port, error)
    }
    guard let wake = Sockets.pipe() else { throw LivePageError(port: port, .other("too many files are open")) }
    self.wake = wake
  }

  deinit {
    close(wake.reading)
    close(wake.writing)
  }

  /// Where the page is.
  public var address: String { "http://127.0.0.1:\(listener.port)/" }

  /// Begins to show a run.
  public func begin(_ run: RunDirectory, program: String, words: @escaping RunWords.Choice) {
    hasBegun.store(true, ordering: .relaxed)
    let thread = Thread { [self] in
      ThreadPriority.lower()
      var server = LiveServer(listener, wake: wake.reading, LiveSite(run, program: program, words: words))
      server.serve { isOver.load(ordering: .acquiring) }
      done.signal()
    }
    thread.name = "live page"
    thread.start()
  }

  /// Shows what has become of the run to those who look at it, and ends.
  public func end() {
    guard hasBegun.load(ordering: .relaxed), !isOver.exchange(true, ordering: .releasing) else { return }
    _ = write(wake.writing, "!", 1)
    done.wait()
  }
}

/// A port that a page cannot have.
public struct LivePageError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, as a sentence.
  public let description: String

  init(port: UInt16, _ failure: LoopbackListener.Failure) {
    description =
      switch failure {
      case .taken: "Port \(port) of this machine is taken by another program."
      case .forbidden: "The system keeps port \(port) for its administrator."
      case .other(let reason): "The page cannot be shown on port \(port): \(reason)."
      }
  }
}
