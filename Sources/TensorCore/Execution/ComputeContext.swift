import KernelInterface

/// Where tensors are computed: the kernels of one instruction set, and the threads that run them.
///
/// Neither changes a bit of any result.
public final class ComputeContext: Sendable {
  /// The kernels' instruction set.
  public let instructionSet: InstructionSet
  /// The threads.
  public let executor: ParallelExecutor
  /// Where the time of operations is noted, if anywhere.
  public let profile: Profile?
  package let kernels: KernelTable
  /// Memory for intermediate results.
  package let workspace: Workspace

  /// Creates a context.
  ///
  /// - Parameters:
  ///   - threads: the number of workers, at least one.
  ///   - instructionSet: the kernels to use; the fastest that the processor has if `nil`.
  ///   - order: the order in which chunks of work are handed out.
  ///   - profile: where the time of operations is to be noted.
  /// - Throws: ``UnsupportedProcessorError`` if the processor lacks it.
  public init(
    threads: Int, instructionSet: InstructionSet? = nil, order: ParallelExecutor.Order = .ascending,
    profile: Profile? = nil
  ) throws {
    guard let fastest = InstructionSet.available.first else {
      throw UnsupportedProcessorError(
        description: "This processor lacks AVX2 and fused multiply-add (x86-64-v3, from about 2013 on), without which "
          + "training would take days. Use a newer machine.")
    }
    let chosen = instructionSet ?? fastest
    guard InstructionSet.available.contains(chosen) else {
      let names = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
      throw UnsupportedProcessorError(
        description: "This processor does not support the instruction set '\(chosen.rawValue)'. It supports: \(names).")
    }
    self.instructionSet = chosen
    self.profile = profile
    kernels = chosen.makeKernelTable()
    executor = ParallelExecutor(threads: threads, order: order)
    workspace = Workspace(workers: threads, running: executor.runningThreads)
  }

  /// Calls `body` with consecutive ranges of at most `chunk` of `0 ..< count`, on all threads. The ranges do not depend
  /// on the number of threads.
  package func forEachRange(_ count: Int, chunk: Int, _ body: @Sendable (Range<Int>) -> Void) {
    forEachRange(count, chunk: chunk) { range, _ in body(range) }
  }

  /// The same with the number of the worker.
  package func forEachRange(_ count: Int, chunk: Int, _ body: @Sendable (Range<Int>, _ worker: Int) -> Void) {
    executor.forEach((count + chunk - 1) / chunk) { index, worker in
      body(index * chunk..<min(count, (index + 1) * chunk), worker)
    }
  }
}
