import CommandLineKit
import Communication
import Foundation
import GAN

/// `dcgan train` in a job of several processes: the first trains as a single one does, the others follow it.
enum RankedTraining {
  /// Runs this process's part. `lead` is what the first process does.
  static func run(
    _ exchange: any Exchange, _ arguments: ParsedArguments, lead: (TrainingJob) throws -> Void
  ) throws {
    let job = TrainingJob(exchange, version: Version.identity)
    var failure: (any Error)?
    do {
      if job.leads { try lead(job) } else { try follow(job, arguments) }
    } catch {
      job.giveUp()
      failure = error
    }
    let end = { ExitCode(rawValue: job.end(failure.map(code)?.rawValue ?? 0)) }
    if let failure, says(failure, job) {
      // A launcher ends all processes as soon as one has ended with a code.
      throw FailureBeforeEnding(
        job.leads ? failure : RankFailure(rank: exchange.rank, of: exchange.ranks, cause: failure), end: end)
    }
    let agreed = end()
    if agreed != .success { throw agreed }
  }

  private static func follow(_ job: TrainingJob, _ arguments: ParsedArguments) throws {
    let saveRequests = SaveRequests()
    let interruption = Interruption()
    let ending = try job.follow(
      { try ProcessorOptions.context(arguments) }, shouldSave: { saveRequests.take() },
      shouldStop: { interruption.wasRequested })
    if ending == .interrupted, interruption.wasRequested { throw interruption.exitCode }
  }

  /// Whether this process is to say what went wrong: not what all have found, but for the first, nor what others say.
  private static func says(_ error: any Error, _ job: TrainingJob) -> Bool {
    switch error {
    case is OtherRankFailure, is ExitCode: false
    case is TrainingDivergedError, is RankCountError: job.leads
    default: true
    }
  }

  private static func code(_ error: any Error) -> ExitCode {
    switch error {
    case let code as ExitCode: code
    case let error as any ExitCodeProviding: error.exitCode
    case is OtherRankFailure: .success
    default: .failure
    }
  }
}

/// What went wrong in a process that is not the first of its job.
private struct RankFailure: ExitCodeProviding {
  let rank: Int
  let of: Int
  let cause: any Error

  init(rank: Int, of: Int, cause: any Error) { (self.rank, self.of, self.cause) = (rank, of, cause) }

  var description: String {
    "Process \(rank + 1) of \(of), on \(ProcessInfo.processInfo.hostName): \(cause)"
  }

  var advice: String? { (cause as? any ExitCodeProviding)?.advice }
  var exitCode: ExitCode { (cause as? any ExitCodeProviding)?.exitCode ?? .failure }
}

extension JobError: ExitCodeProviding {
  /// Usage, 64.
  public var exitCode: ExitCode { .usage }

  /// How the program is built, or started.
  public var advice: String? {
    switch reason {
    case .noMPI: "Build it with 'swift build -c release --traits MPI', or start it once."
    case .otherMPI: "Start it by the launcher of that MPI, or build it with DCGAN_MPI=ompi-c or DCGAN_MPI=mpich."
    case .singleProcess: "Start it once; 'dcgan train' can be shared out."
    case .noThreads: nil
    }
  }
}

extension RankError: ExitCodeProviding {
  /// Bad data, 65.
  public var exitCode: ExitCode { .badData }
}

extension RankCountError: ExitCodeProviding {
  /// Usage, 64.
  public var exitCode: ExitCode { .usage }

  /// What to ask for.
  public var advice: String? { "Start 1, 2, 4 ... processes, and divide batches by '--shards'." }
}
