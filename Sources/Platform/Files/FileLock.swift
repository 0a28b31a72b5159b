import Foundation

/// A lock on an open file that ends with the process, however it ends.
package enum FileLock {
  /// What came of the attempt.
  package enum Outcome {
    /// This process holds the lock until the descriptor is closed.
    case held
    /// Another process holds it.
    case taken
    /// The file system has no locks.
    case unsupported
  }

  /// Tries to take the lock (flock(2)), and waits for it no longer than `patience`.
  package static func acquire(_ descriptor: Int32, patience: Duration = .zero) -> Outcome {
    let start = ContinuousClock.now
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      if errno != EWOULDBLOCK { return .unsupported }
      if start.duration(to: .now) >= patience { return .taken }
      usleep(10_000)
    }
    return .held
  }

  /// Whether an open file is still the one of a path: whoever had the lock before may have removed it.
  package static func isOf(_ descriptor: Int32, path: String) -> Bool {
    var own = stat()
    var named = stat()
    return fstat(descriptor, &own) == 0 && stat(path.systemPath, &named) == 0 && own.st_dev == named.st_dev
      && own.st_ino == named.st_ino
  }
}
