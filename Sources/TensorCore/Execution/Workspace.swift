/// Memory for intermediate results that do not outlive an operation. It grows to what the operations of a step need and
/// is then used by all of them in turn.
package final class Workspace: @unchecked Sendable {
  private var shared = TensorStorage(count: 0)
  private var workers: [TensorStorage]

  init(workers: Int) {
    self.workers = (0..<workers).map { _ in TensorStorage(count: 0) }
  }

  /// Memory for one operation as a whole. Not to be called while its workers run.
  func shared(_ count: Int) -> TensorStorage {
    if shared.count < count { shared = TensorStorage(count: count) }
    return shared
  }

  /// Memory for each worker. Not to be called while workers run.
  func forEachWorker(_ count: Int) -> [TensorStorage] {
    if workers[0].count < count {
      workers = workers.map { _ in TensorStorage(count: count) }
    }
    return workers
  }
}
