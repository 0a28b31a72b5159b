import Foundation

/// Threads that stand back behind others.
package enum ThreadPriority {
  /// Lets the calling thread run with what others leave.
  package static func lower() {
    #if os(Linux)
      // Here a thread has a niceness of its own. `nice` may have made the process' greater already.
      let ofThread = __priority_which_t(PRIO_PROCESS.rawValue)
      setpriority(ofThread, 0, max(10, getpriority(ofThread, 0)))
    #else
      Thread.current.qualityOfService = .utility
    #endif
  }
}
