import Foundation

/// A value that one thread at a time uses. It is used as a `Mutex` is, whose locking the thread sanitizer does not see on
/// Linux: it takes the threads that follow each other there for a race.
package final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  /// A value that nobody uses yet.
  package init(_ value: sending Value) { self.value = value }

  /// Uses the value, or changes it, as soon as no other thread does; not again within `body`.
  package func withLock<Result, Failure: Error>(_ body: (inout Value) throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
