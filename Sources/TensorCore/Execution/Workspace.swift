/// Memory for intermediate results that do not outlive an operation. It grows to what the operations of a step need and
/// is then used by all of them in turn.
package final class Workspace: @unchecked Sendable {
  private var shared = TensorStorage(count: 0)
  private let workers: [WorkerMemory]
  /// The workers that have their memory before they begin, so that they never allocate.
  private let prepared: ArraySlice<WorkerMemory>

  /// Creates a workspace for so many workers, of which `running` can work at a time. The others will hardly ever come
  /// to it, since loops are over by then; one that does takes memory then.
  init(workers: Int, running: Int) {
    self.workers = (0..<workers).map { _ in WorkerMemory() }
    prepared = self.workers.prefix(running)
  }

  /// Memory for one operation as a whole. Not to be called while its workers run.
  func shared(_ count: Int) -> TensorStorage {
    if shared.count < count {
      // The old memory goes first.
      shared = TensorStorage(count: 0)
      shared = TensorStorage(count: count)
    }
    return shared
  }

  /// Memory for each worker. Not to be called while workers run.
  func forEachWorker(_ count: Int) -> WorkerScratch {
    for worker in prepared { _ = worker.storage(count) }
    return WorkerScratch(workers: workers, count: count)
  }
}

/// The memory of all workers during one operation.
struct WorkerScratch: Sendable {
  fileprivate let workers: [WorkerMemory]
  fileprivate let count: Int

  /// A worker's, for itself alone.
  subscript(worker: Int) -> TensorStorage { workers[worker].storage(count) }
}

/// What one worker at a time writes to.
private final class WorkerMemory: @unchecked Sendable {
  private var storage = TensorStorage(count: 0)

  func storage(_ count: Int) -> TensorStorage {
    if storage.count < count {
      storage = TensorStorage(count: 0)
      storage = TensorStorage(count: count)
    }
    return storage
  }
}
