import Foundation
import GAN

/// The job of several processes that a launcher such as `mpirun` or `srun` has started this one for.
public enum Job {
  /// Joins the other processes.
  ///
  /// - Returns: how to speak with them; `nil` if this process is alone.
  /// - Throws: ``JobError`` if there are others and this program cannot speak with them.
  public static func join() throws(JobError) -> (any Exchange)? {
    let count = processCount(ProcessInfo.processInfo.environment)
    guard count > 1 else { return nil }
    #if MPI
      let exchange = try MPIExchange()
      guard exchange.ranks > 1 else { throw JobError(.otherMPI, processes: count) }
      return exchange
    #else
      throw JobError(.noMPI, processes: count)
    #endif
  }

  /// Refuses to go on in a process that is not alone, where each would do the same.
  ///
  /// - Throws: ``JobError``.
  public static func requireSingleProcess() throws(JobError) {
    let count = processCount(ProcessInfo.processInfo.environment)
    guard count == 1 else { throw JobError(.singleProcess, processes: count) }
  }

  /// The processes of a job by what its launcher tells each of them: Open MPI, MPICH and its descendants (Intel MPI,
  /// MVAPICH), Slurm. 1 if no launcher has started this one, or what it says is no number of them.
  static func processCount(_ environment: [String: String]) -> Int {
    ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS", "SLURM_STEP_NUM_TASKS"].compactMap {
      environment[$0].flatMap(Int.init)
    }.reduce(1, max)
  }
}

/// Why processes that were started together cannot work together.
public struct JobError: Error, Equatable, CustomStringConvertible {
  /// A reason.
  public enum Reason: Sendable {
    /// The program was built without MPI.
    case noMPI
    /// The launcher is that of another MPI.
    case otherMPI
    /// What was asked for is done by one process.
    case singleProcess
    /// MPI cannot be called from a process with threads.
    case noThreads
  }

  /// The reason.
  public let reason: Reason
  /// The processes that were started, as far as is known.
  public let processes: Int

  init(_ reason: Reason, processes: Int) {
    self.reason = reason
    self.processes = processes
  }

  /// A sentence.
  public var description: String {
    switch reason {
    case .noMPI:
      "This is one of \(processes) processes that were started together, and this program was built without MPI: each would "
        + "train by itself."
    case .otherMPI:
      "This is one of \(processes) processes that were started together, but the MPI that this program was built with does "
        + "not find the others: it is not that of the launcher."
    case .singleProcess:
      "This is one of \(processes) processes that were started together, each of which would do the same: the command is done "
        + "by one."
    case .noThreads: "This MPI does not allow threads (MPI_THREAD_FUNNELED)."
    }
  }
}
