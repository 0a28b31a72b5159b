import CommandLineKit
import FileFormats
import Foundation
import Platform
import Runs

/// How a run of a sweep ended.
enum SweepEnding: Equatable {
  /// Its turn has not come yet, or it was stopped.
  case open
  /// It has come to its end.
  case done
  /// It has not, with the exit code of its training and the reason.
  case failed(ExitCode, String)

  /// The exit code of a run that failed.
  var failure: ExitCode? {
    if case .failed(let code, _) = self { code } else { nil }
  }
}

/// The trainings of a sweep, each a process of its own, so that none takes the others with it.
struct SweepTrainings {
  private let runs: [SweepRun]
  private let jobs: Int
  private let threads: Int?
  private let isQuiet: Bool
  private let terminal: Terminal
  private let interruption: Interruption

  private static let interval = 0.05

  /// The trainings of runs, so many at a time.
  init(
    _ runs: [SweepRun], jobs: Int, threads: Int?, isQuiet: Bool, _ terminal: Terminal, _ interruption: Interruption
  ) {
    self.runs = runs
    self.jobs = jobs
    self.threads = threads
    self.isQuiet = isQuiet
    self.terminal = terminal
    self.interruption = interruption
  }

  /// Trains one after the other, or several at a time, until all have ended or the user ends them, which each of those
  /// at work does with a checkpoint.
  ///
  /// - Parameter didEnd: Called after each that has ended.
  /// - Returns: How each ended, in the order of the runs.
  /// - Throws: what `didEnd` throws, once those at work have ended.
  func run(didEnd: ([SweepEnding]) throws -> Void) throws -> [SweepEnding] {
    var endings = runs.map(\.knownEnding)
    var waiting = runs.indices.filter { endings[$0] == .open }[...]
    var working: [(place: Int, process: ChildProcess)] = []
    let saveRequests = SaveRequests()
    var hasForwarded = false
    var failure: (any Error)?
    while !working.isEmpty || (!waiting.isEmpty && !interruption.wasRequested && failure == nil) {
      while working.count < jobs, !interruption.wasRequested, failure == nil, let place = waiting.popFirst() {
        do {
          working.append((place, try start(place)))
        } catch let error {
          endings[place] = .failed(.failure, "The program cannot be started: \(error.reason).")
        }
      }
      if interruption.wasRequested || failure != nil, !hasForwarded {
        hasForwarded = true
        working.forEach { $0.process.send(SIGTERM) }
      }
      if saveRequests.take() { working.forEach { $0.process.send(Signals.requestToSave) } }
      var isStill = true
      for (place, process) in working {
        guard let ending = process.ending() else { continue }
        isStill = false
        working.removeAll { $0.place == place }
        endings[place] = self.ending(of: place, ending)
        tell(place, endings[place])
        do {
          try didEnd(endings)
        } catch {
          failure = failure ?? error
        }
      }
      if isStill { Thread.sleep(forTimeInterval: Self.interval) }
    }
    if let failure { throw failure }
    return endings
  }

  private func start(_ place: Int) throws(ChildProcess.StartError) -> ChildProcess {
    guard let program = ExecutablePath.current else { throw ChildProcess.StartError(code: ENOENT) }
    let run = runs[place]
    if !isQuiet { terminal.report("Run \(place + 1) of \(runs.count): \(run.combination.name)") }
    let share = threads ?? (jobs > 1 ? max(1, Processors.usableCount() / jobs) : nil)
    let words =
      ["train"] + run.words + (share.map { ["--threads=\($0)"] } ?? []) + (isQuiet && jobs == 1 ? ["--quiet"] : [])
    return try ChildProcess(
      program, words, messages: jobs > 1 ? run.messages : nil,
      restoring: interruption.watched + [Signals.requestToSave], holding: [Signals.requestToSave])
  }

  private func tell(_ place: Int, _ ending: SweepEnding) {
    guard jobs > 1, !isQuiet, ending == .done else { return }
    let outcome = (try? RunOutcome(runs[place].directory)).map { ": \(OutcomeText(outcome: $0).name)" } ?? ""
    terminal.report("Done: \(runs[place].combination.name)\(outcome).")
  }

  private func ending(of place: Int, _ ending: ChildProcess.Ending) -> SweepEnding {
    switch ending {
    case .exited(0): return .done
    case .exited(let code) where interruption.wasRequested && [129, 130, 143].contains(code): return .open
    case .exited(let code):
      let sentence = jobs > 1 ? runs[place].lastError : nil
      let meaning = ExitCode.meanings.first { $0.code == "\(code)" }?.meaning
      return .failed(ExitCode(rawValue: code), sentence ?? meaning ?? "exit code \(code).")
    // As it began: later it ends by itself.
    case .killed(let signal) where interruption.wasRequested && Signals.requestsToEnd.contains(signal): return .open
    case .killed(let signal):
      return .failed(
        ExitCode(rawValue: 128 + signal),
        "It was killed by the signal \(signal)"
          + (signal == SIGKILL ? "; the system may have run out of memory." : "."))
    }
  }
}

extension SweepRun {
  /// The file of what it says, where several are trained at a time.
  fileprivate var messages: String { directory.path + ".log" }

  /// What it said of its failure.
  fileprivate var lastError: String? {
    guard let bytes = try? WholeFile.readIfAny(path: messages, maximumSize: 1 << 24) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.last { $0.hasPrefix("Error: ") }.map { String($0.dropFirst("Error: ".count)) }
  }

  /// How it ended, if that is known before it is trained: what diverged does so again.
  fileprivate var knownEnding: SweepEnding {
    guard let outcome = try? RunOutcome(directory), outcome.finding == .diverged else { return .open }
    return .failed(.diverged, "It has diverged before, and would again.")
  }
}
