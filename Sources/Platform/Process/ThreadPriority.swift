import Foundation

/// Threads that stand back behind others.
package enum ThreadPriority {
  /// Lets the calling thread run with what others leave.
  package static func lower() {
    #if os(Linux)
      // Here a thread has a niceness of its own.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
    #else
      Thread.current.qualityOfService = .utility
    #endif
  }
}
